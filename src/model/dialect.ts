/** What differs between the Kconfig implementations, as data that the later rooms read. */
import type { DialectName } from "../text/dialect-name.ts";

/** One implementation's rules. The grammar is the same for all. */
export interface Dialect {
  readonly name: DialectName;
  /**
   * `exclusive`: exactly one visible member is y (Linux 6.10 and later). `modal`: a choice has a mode of its own,
   * may be tristate or optional (before the rewrite).
   */
  readonly choices: "exclusive" | "modal";
  /** Values of int and hex symbols that nothing gives a value. */
  readonly zeroInt: string;
  readonly zeroHex: string;
  /** Whether a user value out of its range is forgotten when it is read, so that the default applies. */
  readonly forgetsOutOfRange: boolean;
  /** Buckets of the C tool's symbol table; its order rules auto.conf and some messages. */
  readonly hashBuckets: number;
  /**
   * Ways to write beyond those that every implementation knows: attribute words (`optional`, `rsource`…), and
   * `named choice`, `tristate choice`, `choice type`, `unquoted`, `depends on if`. `all`: nothing is refused.
   */
  readonly words: ReadonlySet<string> | "all";
}

const linux612: Dialect = {
  name: "linux-6.12",
  choices: "exclusive",
  zeroInt: "0",
  zeroHex: "0x0",
  forgetsOutOfRange: false,
  hashBuckets: 16384,
  words: new Set(),
};

const linux61: Dialect = {
  name: "linux-6.1",
  choices: "modal",
  zeroInt: "",
  zeroHex: "",
  forgetsOutOfRange: true,
  hashBuckets: 9973,
  words: new Set(["optional", "named choice", "tristate choice", "choice type"]),
};

const dialects: Readonly<Record<DialectName, Dialect>> = {
  "linux-6.12": linux612,
  "linux-6.1": linux61,
  "linux-next": { ...linux612, name: "linux-next", words: "all" },
  extended: { ...linux61, name: "extended", words: "all" },
};

/** The rules that go by this name. */
export function dialectNamed(name: DialectName): Dialect {
  return dialects[name];
}
