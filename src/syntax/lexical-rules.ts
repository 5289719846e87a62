/** How a dialect's files are cut into words, for the rooms above, which do not know the grammar. */
import { KERNEL_LEXER as kernelRules, type LexicalRules as Rules } from "../../grammar/lexical-rules.ts";

export type LexicalRules = Rules;

/** The rules of today's kernel. */
export const KERNEL_LEXER: LexicalRules = kernelRules;
