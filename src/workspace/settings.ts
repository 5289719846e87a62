/** kcfg.json: where a project's tree is, and how to look at it. */
import { closest, distance } from "fastest-levenshtein";
import { LIMIT_NAMES, type Limits } from "../text/budget.ts";
import { type DialectName, isDialectName } from "../text/dialect-name.ts";
import type { Environment, FileReader } from "../text/host.ts";
import { SourceFile } from "../text/source-file.ts";
import { type CheckSettings, readCheckSettings } from "./check-settings.ts";
import type { WorkspaceFinding } from "./finding.ts";
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
  readonly diagnostics: readonly WorkspaceFinding[];
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
  const fault = { kind: "unreadable", path, message: content.message } as const;
  return {
    settings: {},
    diagnostics: [{ code: "settings-unreadable", severity: "error", fault, location: { path, line: 1 } }],
  };
}

export function parseSettings(file: SourceFile): SettingsResult {
  const { members, problems } = parseJsonObject(file);
  const diagnostics: WorkspaceFinding[] = [];
  const report: Report = (code, fault, span) => {
    diagnostics.push({ code, severity: "error", fault, location: file.locate(span) });
  };
  for (const { fault, span } of problems)
    report("settings-syntax", { kind: "json", path: file.path, fault }, span);

  const settings: { -readonly [Key in keyof Settings]: Settings[Key] } = {};
  const seen = new Set<string>();
  for (const member of members) {
    const { name, nameSpan } = member;
    if (seen.has(name)) report("settings-key", { kind: "repeated-key", name }, nameSpan);
    seen.add(name);
    // For editors.
    if (name === "$schema") continue;
    const key = KEYS.find((known) => known === name);
    if (key === undefined)
      report("settings-key", { kind: "unknown-key", name, within: "file", ...nearKey(name) }, nameSpan);
    else if (key === "environment") settings.environment = environmentOf(member, report);
    else if (key === "limits") settings.limits = limitsOf(member, report);
    else if (key === "dialect") settings.dialect = dialectOf(member, report);
    else if (key === "check") settings.check = readCheckSettings(member, report);
    else settings[key] = textOf(member, report);
  }
  return { settings, diagnostics };
}

function textOf({ name, value: { type, text, span } }: JsonMember, report: Report): string | undefined {
  if (type !== "string")
    return report("settings-value", { kind: "wrong-type", of: "key", name, wanted: "string" }, span);
  if (text === "") return report("settings-value", { kind: "empty", name }, span);
  if (text.includes("\0")) return report("settings-value", { kind: "nul", of: "key", name }, span);
  return text;
}

function dialectOf(member: JsonMember, report: Report): DialectName | undefined {
  const text = textOf(member, report);
  if (text === undefined || isDialectName(text)) return text;
  return report("settings-value", { kind: "unknown-dialect", name: text }, member.value.span);
}

function environmentOf(
  { name: key, value: { type, members, span } }: JsonMember,
  report: Report,
): Environment | undefined {
  if (type !== "object")
    return report("settings-value", { kind: "wrong-type", of: "key", name: key, wanted: "string-map" }, span);
  const environment: Record<string, string> = {};
  for (const { name, nameSpan, value } of members) {
    // What no process can be given: execve(2) takes NAME=value, ended by NUL.
    if (name === "" || /[=\0]/.test(name)) report("settings-key", { kind: "no-variable", name }, nameSpan);
    else if (value.type !== "string")
      report("settings-value", { kind: "wrong-type", of: "variable", name, wanted: "string" }, value.span);
    else if (value.text.includes("\0"))
      report("settings-value", { kind: "nul", of: "variable", name }, value.span);
    else environment[name] = value.text;
  }
  return environment;
}

function limitsOf(
  { name: key, value: { type, members, span } }: JsonMember,
  report: Report,
): Limits | undefined {
  if (type !== "object")
    return report("settings-value", { kind: "wrong-type", of: "key", name: key, wanted: "number-map" }, span);
  const limits: Record<string, number> = {};
  for (const { name, nameSpan, value } of members) {
    if (!LIMIT_NAMES.some((each) => each === name))
      report("settings-key", { kind: "unknown-key", name, within: "limits", keys: LIMIT_NAMES }, nameSpan);
    else if (value.type !== "other" || !(Number(value.text) >= 1))
      report("settings-value", { kind: "wrong-type", of: "limit", name, wanted: "number" }, value.span);
    else limits[name] = Number(value.text);
  }
  return limits;
}

function nearKey(name: string): { readonly keys: readonly string[]; readonly near?: string } {
  const near = closest(name, KEYS);
  return { keys: KEYS, near: distance(name, near) <= FURTHEST_SLIP ? near : undefined };
}
