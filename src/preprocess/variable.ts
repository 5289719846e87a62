/** Variables of the macro language: how each operator makes, replaces or extends one. */
import { parseTemplate, type Template } from "./template.ts";

/** A value that was expanded when it was assigned, or a text that is expanded at each use. */
export type Variable = SimpleVariable | RecursiveVariable;

export interface SimpleVariable {
  readonly kind: "simple";
  readonly name: string;
  readonly value: string;
}

/** The only variable with a state: how many of its expansions are under way, the guard against endless ones. */
export class RecursiveVariable {
  readonly kind = "recursive";
  readonly name: string;
  readonly text: string;
  /** Expansions under way. */
  active = 0;
  #template: Template | undefined;

  constructor(name: string, text: string) {
    this.name = name;
    this.text = text;
  }

  /** The parsed text, made at the first use: most variables of a kernel tree are never used. */
  get template(): Template {
    this.#template ??= parseTemplate(this.text);
    return this.#template;
  }
}
