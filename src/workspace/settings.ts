/** kcfg.json: where a project's tree is, and how to look at it. */
import { closest, distance } from "fastest-levenshtein";
import { LIMIT_NAMES, type Limits } from "../text/budget.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import { DIALECT_NAMES, type DialectName, isDialectName } from "../text/dialect-name.ts";
import type { Environment, FileReader } from "../text/host.ts";
import { SourceFile, type Span } from "../text/source-file.ts";
import { type CheckSettings, readCheckSettings } from "./check-settings.ts";
import { type JsonMember, parseJsonObject } from "./json-object.ts";
import type { Report } from "./policy.ts";

export const SETTINGS_FILE = "kcfg.json";

/**
 * What kcfg.json can say; every key may be left out. Paths are relative to the folder of kcfg.json, but `kconfig`,
 * which is relative to the tree.
 */
export interface Settings {
  /** The folder that Kconfig paths start from; `.` if absent. */
  readonly tree?: string;
  /** The top Kconfig file; `Kconfig` if absent. */
  readonly kconfig?: string;
  /** As `--arch`. */
  readonly arch?: string;
  /** Variables for Kconfig and its commands; the caller's own win. */
  readonly environment?: Environment;
  /** As `--config`. */
  readonly config?: string;
  /** As `--base`: the configuration that fragments are merged over. */
  readonly base?: string;
  readonly dialect?: DialectName;
  /** As `--probes`; a path in it is relative to the folder of kcfg.json. */
  readonly probes?: string;
  /** As `--limit`, by name. */
  readonly limits?: Limits;
  /** What `kcfg check` looks at by itself. */
  readonly check?: CheckSettings;
}

const PATH_KEYS = ["tree", "kconfig", "config", "base"] as const;
const KEYS = [...PATH_KEYS, "arch", "environment", "dialect", "probes", "limits", "check"] as const;

/** Names further than this from a known one, in edits, are no slip of the hand. */
const FURTHEST_SLIP = 3;

export interface SettingsResult {
  /** All that could be read, even beside errors. */
  readonly settings: Settings;
  /** The file as it was read, for places in it and for excerpts; absent if it could not be read. */
  readonly source?: SourceFile;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a kcfg.json; never fails as a whole. Diagnostics, all of the file at once: `settings-unreadable`,
 * `settings-syntax`, `settings-key` (unknown or repeated) and `settings-value` (wrong type or value).
 */
export function readSettings(path: string, reader: FileReader): SettingsResult {
  const content = reader.readText(path);
  if (content.ok) {
    const source = new SourceFile(path, content.text);
    return { ...parseSettings(source), source };
  }
  const message = `cannot read ${path}: ${content.message}`;
  return {
    settings: {},
    diagnostics: [{ code: "settings-unreadable", severity: "error", message, location: { path, line: 1 } }],
  };
}

export function parseSettings(file: SourceFile): SettingsResult {
  const { members, problems } = parseJsonObject(file);
  const diagnostics: Diagnostic[] = [];
  const report = (code: string, message: string, span: Span, help?: readonly string[]): undefined => {
    diagnostics.push({ code, severity: "error", message, location: file.locate(span), help });
  };
  for (const { message, span } of problems)
    report("settings-syntax", `${file.path} is no valid JSON: ${message}`, span);

  const settings: { -readonly [Key in keyof Settings]: Settings[Key] } = {};
  const seen = new Set<string>();
  for (const member of members) {
    const { name, nameSpan } = member;
    if (seen.has(name)) report("settings-key", `key '${name}' is there twice`, nameSpan);
    seen.add(name);
    // For editors.
    if (name === "$schema") continue;
    const key = KEYS.find((known) => known === name);
    if (key === undefined) report("settings-key", `unknown key '${name}'`, nameSpan, unknownKeyHelp(name));
    else if (key === "environment") settings.environment = environmentOf(member, report);
    else if (key === "limits") settings.limits = limitsOf(member, report);
    else if (key === "dialect") settings.dialect = dialectOf(member, report);
    else if (key === "check") settings.check = readCheckSettings(member, report);
    else settings[key] = textOf(member, report);
  }
  return { settings, diagnostics };
}

function textOf({ name, value: { type, text, span } }: JsonMember, report: Report): string | undefined {
  if (type !== "string") return report("settings-value", `'${name}' must be a string`, span);
  if (text === "")
    return report("settings-value", `'${name}' is empty`, span, [`leave '${name}' out to have the default`]);
  if (text.includes("\0")) return report("settings-value", `'${name}' contains a NUL character`, span);
  return text;
}

function dialectOf(member: JsonMember, report: Report): DialectName | undefined {
  const text = textOf(member, report);
  if (text === undefined || isDialectName(text)) return text;
  return report("settings-value", `unknown dialect '${text}'`, member.value.span, [
    `use one of ${DIALECT_NAMES.join(", ")}`,
  ]);
}

function environmentOf(
  { value: { type, members, span } }: JsonMember,
  report: Report,
): Environment | undefined {
  if (type !== "object") {
    return report("settings-value", "'environment' must be an object of strings", span, [
      'write {"CC": "gcc"}',
    ]);
  }
  const environment: Record<string, string> = {};
  for (const { name, nameSpan, value } of members) {
    // What no process can be given: execve(2) takes NAME=value, ended by NUL.
    if (name === "" || /[=\0]/.test(name))
      report("settings-key", `'${name}' cannot name a variable`, nameSpan);
    else if (value.type !== "string")
      report("settings-value", `environment '${name}' must be a string`, value.span);
    else if (value.text.includes("\0"))
      report("settings-value", `environment '${name}' contains a NUL character`, value.span);
    else environment[name] = value.text;
  }
  return environment;
}

function limitsOf({ value: { type, members, span } }: JsonMember, report: Report): Limits | undefined {
  if (type !== "object")
    return report("settings-value", "'limits' must be an object of numbers", span, [
      'write {"bytes": 500000000}',
    ]);
  const limits: Record<string, number> = {};
  for (const { name, nameSpan, value } of members) {
    if (!LIMIT_NAMES.some((each) => each === name))
      report("settings-key", `unknown limit '${name}'`, nameSpan, [
        `the limits are ${LIMIT_NAMES.join(", ")}`,
      ]);
    else if (value.type !== "other" || !(Number(value.text) >= 1))
      report("settings-value", `the limit '${name}' must be a number above 0`, value.span);
    else limits[name] = Number(value.text);
  }
  return limits;
}

function unknownKeyHelp(name: string): readonly string[] {
  const near = closest(name, KEYS);
  const known = `the keys are ${KEYS.join(", ")}`;
  return distance(name, near) <= FURTHEST_SLIP ? [`did you mean '${near}'?`] : [known];
}
