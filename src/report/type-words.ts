/** Types and their values in sentences. */
import type { ConfigSymbol } from "../model/model.ts";

type Type = ConfigSymbol["type"];

/** `an int`. */
export function typeText(type: Type): string {
  return `${type === "int" ? "an" : "a"} ${type}`;
}

/** `soon is not a value of the int DELAY`. */
export function notOfTypeText(value: string, { name, type }: ConfigSymbol): string {
  return `${value === "" ? "nothing" : value} is not a value of the ${type} ${name}`;
}

/** `an int is a whole number such as 10 or -1`. */
export function valuesOfTypeText(type: Type): string {
  return `${typeText(type)} is ${VALUES_OF_TYPE[type]}`;
}

const VALUES_OF_TYPE: Readonly<Record<Type, string>> = {
  bool: "y or n",
  tristate: "y, m or n",
  int: "a whole number such as 10 or -1",
  hex: "a hexadecimal number such as 0x1f",
  string: "a text",
  float: "a number such as 1.5",
  unknown: "nothing that can be set",
};
