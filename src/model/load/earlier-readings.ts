/** What a reading of a tree takes from the readings before it, and leaves for the next. */
import type { KconfigSyntax } from "../../syntax/tree.ts";
import type { Environment, FileReader, ShellResult } from "../../text/host.ts";
import type { SourceFile } from "../../text/source-file.ts";

/** Given to `loadKconfig` again and again, for the same tree: `KeptReading` is the one in memory. */
export interface EarlierReadings {
  /** Whether answers of commands are kept. */
  readonly hasAnswers: boolean;
  /** Before a reading. */
  begin(host: FileReader, environment: Environment): void;
  /** The tree of a file as it was parsed before, if its text is the same; else the one that `parse` makes. */
  tree(source: SourceFile, kind: "strict" | "tolerant", parse: () => KconfigSyntax): KconfigSyntax;
  /** What `find` says of a tree that `tree` gave, by the rules of a dialect; it is asked once for each. */
  remarks<Found>(syntax: KconfigSyntax, dialect: object, find: () => Found): Found;
  /** The answer of a command as it was given before; else what `run` gives. */
  answer(command: string, run: () => ShellResult): ShellResult;
  /** After a reading, which began at `started`, in milliseconds since 1970. */
  end(host: FileReader, environment: Environment, started: number): void;
}
