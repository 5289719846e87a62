/** What the words of a finding of lint are: all of a diagnostic but its code, severity and place. */
import type { LintSubject } from "../../lint/subject.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";

export type Words = Pick<Diagnostic, "message" | "label" | "notes" | "help">;

/** A kind of subject. */
export type About<Kind extends LintSubject["kind"]> = Extract<LintSubject, { readonly kind: Kind }>;
