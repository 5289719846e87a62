/** What commands in a kernel's Kconfig files ask of the machine, and what is missing where they say no. */

export type Lack =
  /** A program that was not found; `variable` of make says where it is. */
  | {
      readonly kind: "program";
      readonly name: string;
      readonly variable: string;
      /** What distributions call the package that has it. */
      readonly package: string;
    }
  /** More than one thing can be missing: this target of the tree's Makefile tells which. */
  | { readonly kind: "make"; readonly target: string }
  /** The tools of LLVM. */
  | { readonly kind: "llvm" }
  | { readonly kind: "compiler-option"; readonly compiler: string; readonly options: string };

const PAHOLE = /\bscripts\/pahole-version\.sh (\S+)/;
const RUST = /\bscripts\/rust_is_available\.sh\b/;
/** `test "GCC" = Clang`, `nm --help | head -n 1 | grep -qi llvm`. */
const LLVM = /^test "?\w+"? = "?(?:Clang|LLVM|LLD)"?$|\| grep -qi llvm$/;
const COMPILER_OPTION = /^trap .*; mkdir \S+; (\S+) -Werror\s+(.*?)\s+-c -x c \/dev\/null -o /;

/** What a command that answered `answer` did not find; undefined where it found it, or where nobody knows. */
export function lackBehind(command: string, answer: string | undefined): Lack | undefined {
  const tried = triedIn(command);
  if (answer === "0") {
    const pahole = PAHOLE.exec(tried)?.[1];
    return pahole === undefined
      ? undefined
      : { kind: "program", name: pahole, variable: "PAHOLE", package: "dwarves" };
  }
  if (answer !== "n") return undefined;
  if (RUST.test(tried)) return { kind: "make", target: "rustavailable" };
  if (LLVM.test(tried)) return { kind: "llvm" };
  const [, compiler, options] = COMPILER_OPTION.exec(tried) ?? [];
  return compiler === undefined ? undefined : { kind: "compiler-option", compiler, options };
}

/**
 * What a person can run to see why a command said no, in the tree and as long as `most`; undefined where that would do
 * something else in a shell of one's own.
 */
export function byHand(command: string, most: number): string | undefined {
  const tried = triedIn(command);
  const [, compiler, options] = COMPILER_OPTION.exec(tried) ?? [];
  const shown =
    compiler === undefined ? tried : `${compiler} -Werror ${options} -c -x c /dev/null -o /dev/null`;
  return shown.startsWith("trap ") || shown.length > most ? undefined : shown;
}

/** What a command tries, without the words around it that make y or n of its success. */
function triedIn(command: string): string {
  return /^\{ (.*); \} >\/dev\/null 2>&1 && echo "?y"? \|\| echo "?n"?$/.exec(command)?.[1] ?? command;
}
