/** What the C tools that the fuzzer compares with understand, as data for the generator. Grow it here. */

/**
 * Each version: `isModal`: choices have a mode, may be tristate, optional and named. `hasChoiceType`: `bool "prompt"` in
 * a choice. `hasTransitional`, `hasConditionalDepends`: these words. `isStrict`: a second or blank help text and a file
 * that is read twice are errors. `modules`: how the symbol that turns modules on is marked. `hasOptions`: `option`
 * words. `unknownModes`: modes that came later. `isLate`: says "syntax error" from the end of the statement, a line late.
 */
export const LANGUAGES = {
  6.12: { hasChoiceType: true, modules: "modules" },
  6.1: { isModal: true, hasChoiceType: true, modules: "modules", isLate: true },
  newest: { hasTransitional: true, hasConditionalDepends: true, isStrict: true, modules: "modules" },
  "5.10": {
    isModal: true,
    hasChoiceType: true,
    hasOptions: true,
    modules: "option modules",
    isLate: true,
    unknownModes: ["--mod2noconfig"],
  },
};

/** The names of all of them, in the order in which they are run. */
export const VERSIONS = ["newest", "6.12", "6.1", "5.10"];
