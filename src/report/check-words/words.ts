/** What the words of a finding are: all of a diagnostic but its code, severity and place. */
import type { Subject } from "../../check/subject.ts";
import type { Diagnostic } from "../../text/diagnostic.ts";

export type Words = Pick<Diagnostic, "message" | "label" | "notes" | "help">;

/** A kind of subject. */
export type About<Kind extends Subject["kind"]> = Extract<Subject, { readonly kind: Kind }>;
