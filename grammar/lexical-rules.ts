/** What differs between the lexers of Kconfig. */

/** How a file is cut into words, and the little else that parsing rests on; the rest of the language is one. */
export interface LexicalRules {
  /**
   * As before Linux 5.0: a word that does not begin its line may hold `.` and `/`, and is no keyword but `if` and `on`.
   * Otherwise keywords are keywords everywhere.
   */
  readonly hasPathWords: boolean;
  /** Whether `$(…)` is a macro, and a `$` part of a word. Linux 4.17 and before has none: there it is text. */
  readonly hasMacros: boolean;
  /** Whether `${NAME}` is part of a word. */
  readonly hasBraces: boolean;
  /** Whether a backslash joins lines everywhere, in strings and comments as well. */
  readonly joinsAllLines: boolean;
  /** Whether `float`, `set` and `warning` begin attributes. */
  readonly hasSets: boolean;
  /** Whether menus and comments may have a help text. */
  readonly hasMenuHelp: boolean;
  /** Whether the name of a choice may stand in quotes. */
  readonly hasQuotedChoices: boolean;
  /**
   * Whether a line that is `help` between dashes, or begins with it, begins a help text whatever follows, and a line in
   * column 0 is never part of one.
   */
  readonly hasLooseHelp: boolean;
  /** Whether an assignment may follow a help text; to C's lexer it is none there. */
  readonly assignsBehindHelp: boolean;
  /** Whether what is told while reading has the place where the last statement began; else where the reader is. */
  readonly tellsAtStatements: boolean;
  /** Whether it is worth a warning that the last line of a file has no end. */
  readonly mindsCutLines: boolean;
  /** Whether a string that does not end on its line is a word only if plain text or an escape stands last in it. */
  readonly losesCutStrings: boolean;
  /** Whether it goes to standard output that a string does not end on its line. */
  readonly printsUnfinishedStrings: boolean;
}

/** The rules of today's kernel. */
export const KERNEL_LEXER: LexicalRules = {
  hasPathWords: false,
  hasMacros: true,
  hasBraces: false,
  joinsAllLines: false,
  hasSets: false,
  hasMenuHelp: false,
  hasQuotedChoices: false,
  hasLooseHelp: false,
  assignsBehindHelp: false,
  tellsAtStatements: false,
  mindsCutLines: true,
  losesCutStrings: false,
  printsUnfinishedStrings: false,
};
