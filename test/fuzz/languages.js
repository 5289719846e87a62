/** What the C tools that the fuzzer compares with understand, as data for the generator. Grow it here. */

/**
 * Each version: `isModal`: choices have a mode, may be tristate, optional and named. `hasChoiceType`: `bool "prompt"` in
 * a choice. `hasTransitional`, `hasConditionalDepends`: these words. `isStrict`: a second or blank help text and a file
 * that is read twice are errors. `modules`: how the symbol that turns modules on is marked. `hasOptions`: `option`
 * words. `unknownModes`: modes that came later. `movesFolders`: a folder in place of .config is renamed, where kcfg leaves
 * it alone. `isLate`: says "syntax error" from the end of the statement, a line late.
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

const BEFORE_5_1 = {
  isModal: true,
  hasChoiceType: true,
  hasOptions: true,
  modules: "option modules",
  isLate: true,
  unknownModes: ["--helpnewconfig", "--yes2modconfig", "--mod2yesconfig", "--mod2noconfig"],
};

/**
 * Tools of other projects, which test/projects/setup.sh gets; asked for by name. `isPlain`: no macros, but `option env`,
 * `$SYM` in sources, words with dots and slashes, ---help---.
 */
Object.assign(LANGUAGES, {
  frontends: { ...BEFORE_5_1, isPlain: true, movesFolders: true },
  /** Its conf, put where setup.sh puts the others. */
  buildroot: { ...BEFORE_5_1, isPlain: true, movesFolders: true },
  "u-boot": { ...BEFORE_5_1, movesFolders: true },
  xen: BEFORE_5_1,
  /** kconfiglib.js compares with it. */
  kconfiglib: { ...BEFORE_5_1, hasOptions: false },
});

/** The names of those that run if nobody names one. */
export const VERSIONS = ["newest", "6.12", "6.1", "5.10"];
