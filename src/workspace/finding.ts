/** What is wrong with what names a tree and how to look at it, as data: `report/workspace-words.ts` has the words. */
import type { Severity } from "../text/diagnostic.ts";
import type { Location } from "../text/source-file.ts";
import type { JsonFault } from "./json-object.ts";

export interface WorkspaceFinding {
  /** A code from the register in `text/codes.ts`. */
  readonly code: string;
  readonly severity: Severity;
  readonly location?: Location;
  /** What its words are made of. */
  readonly fault: Fault;
}

export type Fault = TreeFault | FileFault | SettingsFault | PolicyFault | MachineFault | PatchFault;

/** There is no tree, or no such revision. Paths are as the person named them, folders absolute. */
export type TreeFault =
  | { readonly kind: "no-tree-above"; readonly folder: string }
  | { readonly kind: "no-such-file" | "no-kconfig-in"; readonly path: string }
  | {
      readonly kind: "no-tree-of-settings";
      readonly settings: string;
      readonly kconfig: string;
      readonly folder: string;
      /** Whether kcfg.json says which folder it is. */
      readonly namesFolder: boolean;
    }
  | { readonly kind: "no-revision"; readonly revision: string; readonly isRepository: boolean };

export type FileFault =
  /** With what the host says. */
  | { readonly kind: "unreadable"; readonly path: string; readonly message: string }
  | { readonly kind: "json"; readonly path: string; readonly fault: JsonFault };

/** Of kcfg.json. */
export type SettingsFault =
  | { readonly kind: "repeated-key"; readonly name: string }
  | {
      readonly kind: "unknown-key";
      readonly name: string;
      /** Where it stands: at the top, in `check`, in a rule of a policy, in `limits`. */
      readonly within: "file" | "check" | "rule" | "limits";
      readonly keys: readonly string[];
      /** The key that was probably meant. */
      readonly near?: string;
    }
  | {
      readonly kind: "wrong-type";
      readonly name: string;
      /** What it is the name of. */
      readonly of: "key" | "variable" | "limit";
      readonly wanted: "string" | "string-list" | "object" | "string-map" | "number-map" | "number";
    }
  | { readonly kind: "empty"; readonly name: string }
  | { readonly kind: "nul"; readonly name: string; readonly of: "key" | "variable" }
  | { readonly kind: "unknown-dialect"; readonly name: string }
  /** What no process can be given. */
  | { readonly kind: "no-variable"; readonly name: string };

/** Of rules of a policy. */
export type PolicyFault =
  | { readonly kind: "no-rules" | "no-rule" | "no-rule-symbol" | "rule-severity" | "rule-versions" }
  | { readonly kind: "rule-kind"; readonly symbol: string; readonly kinds: readonly string[] }
  | { readonly kind: "no-rule-reason" | "no-rule-values"; readonly symbol: string };

export type MachineFault =
  | {
      readonly kind: "unknown-machine";
      /** The architecture that is taken instead. */
      readonly fallback: string;
      /** Why the command did not tell: its exit code, what the host says, or that it was not run. */
      readonly because: number | string | { readonly isDenied: true };
    }
  | {
      readonly kind: "unknown-architecture";
      /** Of the kernel. */
      readonly version: string;
      readonly architecture: string;
      readonly known: readonly string[];
      /** Those that can be meant. */
      readonly near: readonly string[];
    };

export type PatchFault =
  | { readonly kind: "no-patch" | "hunk-without-file" | "long-hunk" }
  /** How many lines of it are missing. */
  | { readonly kind: "cut-hunk"; readonly missing: number }
  /** The files that it changes, none of which is there. */
  | { readonly kind: "patch-elsewhere"; readonly missing: readonly string[] }
  | { readonly kind: "patch-without-file"; readonly path: string }
  | {
      readonly kind: "patch-misfit";
      readonly path: string;
      /** The line that is not as the patch has it, and the one to show for it. */
      readonly line: number;
      readonly shown: number;
      /** What it says; undefined behind the end of the file. */
      readonly there: string | undefined;
    };
