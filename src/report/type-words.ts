/** Types and their values in sentences. */
import type { ConfigSymbol } from "../model/model.ts";

type Type = ConfigSymbol["type"];

/** `an int`. */
export function typeText(type: Type): string {
  return `${type === "int" ? "an" : "a"} ${type}`;
}

/** `soon is not a value of the int DELAY`. */
export function notOfTypeText(value: string, { name, type }: ConfigSymbol): string {
  if (type === "unknown") return `${name} has no type, so it cannot be set`;
  return `${value === "" ? "nothing" : value} is not a value of the ${type} ${name}`;
}

/** `an int is a whole number such as 10 or -1`. */
export function valuesOfTypeText(type: Type): string {
  if (type === "unknown") return "its entry needs a type, such as bool or int";
  return `${typeText(type)} is ${VALUES_OF_TYPE[type]}`;
}

const VALUES_OF_TYPE: Readonly<Record<Exclude<Type, "unknown">, string>> = {
  bool: "y or n",
  tristate: "y, m or n",
  int: "a whole number such as 10 or -1",
  hex: "a hexadecimal number such as 0x1f",
  string: "a text",
  float: "a number such as 1.5",
};
