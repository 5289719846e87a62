/** What can be wrong with a line of Kconfig. */
import type { IToken } from "chevrotain";

/** What is wrong with one line. `first` is its first token. */
export type Mistake = { readonly first: IToken } & (
  | {
      readonly kind: "syntax";
      /** Where reading stopped; absent at the end of the file. */
      readonly token?: IToken;
      readonly message: string;
    }
  | {
      readonly kind: "unknown-statement";
      /** The keyword as which it was read. */
      readonly meant?: string;
      /** Set if the line stands where a help text has just ended. */
      readonly isBehindHelp?: true;
    }
  /** It begins with what begins nothing: a sign, a string. */
  | { readonly kind: "no-statement" }
  /** An attribute outside of any entry; those below it are not told. */
  | { readonly kind: "no-entry" }
  /** An attribute that the entry above cannot have. */
  | { readonly kind: "foreign-attribute"; readonly head: IToken }
  /** `first` opens a block that nothing closes. */
  | { readonly kind: "missing-end" }
  | { readonly kind: "wrong-end"; readonly open: IToken }
  | { readonly kind: "stray-end" }
);
