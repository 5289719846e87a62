/** The settings of the extension as the server takes them. */
import { Uri, workspace } from "vscode";
import type { Platform } from "./platform.ts";

export const SECTION = "kcfg";
/** Settings that count when a server is started, and not after that. */
export const AT_START = ["kcfg.path", "kcfg.arguments"];

export interface ServerSettings {
  readonly trusted: boolean;
  readonly probes?: string;
  readonly lint?: boolean;
  /** Absolute. */
  readonly config?: string;
}

export function serverSettings({ runsCommands }: Platform): ServerSettings {
  const own = workspace.getConfiguration(SECTION);
  const text = (name: string) => own.get<string>(name, "").trim();
  const probes = text("probes");
  const lint = { on: true, off: false }[text("lint")];
  const config = text("config");
  return {
    trusted: workspace.isTrusted,
    ...(runsCommands ? probes !== "" && { probes } : { probes: "deny" }),
    ...(lint !== undefined && { lint }),
    ...(config !== "" && { config: fromFirstFolder(config) }),
  };
}

function fromFirstFolder(path: string): string {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  return /^(?:[/\\]|[a-z]:)/i.test(path) || folder === undefined
    ? Uri.file(path).path
    : Uri.joinPath(folder, path).path;
}

/** A file as `kcfg.config` names it. */
export function fromSettings(uri: Uri): string {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  return folder !== undefined && uri.path.startsWith(`${folder.path}/`)
    ? uri.path.slice(folder.path.length + 1)
    : uri.path;
}
