/** kcfg: Choose Configuration. Whose values are shown: the choice is kept in the settings of the workspace. */
import { ConfigurationTarget, type QuickPickItem, type Uri, window, workspace } from "vscode";
import { fromSettings, SECTION } from "./settings.ts";

const CONFIGURATIONS = "**/{.config,*.config,defconfig,*_defconfig,sdkconfig}";
/** The kernel has some 400. */
const MOST = 2000;

interface Choice extends QuickPickItem {
  /** As `kcfg.config` has it; undefined to look for another file. */
  readonly path: string | undefined;
}

export async function chooseConfiguration(): Promise<void> {
  const found = (await workspace.findFiles(CONFIGURATIONS, undefined, MOST)).map(fromSettings);
  const choices: Choice[] = [
    { label: "The tree's own", description: "that of kcfg.json, else .config", path: "" },
    ...sorted(found).map((path) => ({ label: path, path })),
    { label: "Another file…", path: undefined },
  ];
  const chosen = workspace.getConfiguration(SECTION).get("config", "");
  const picked = await window.showQuickPick(choices, {
    placeHolder: `Values are those of: ${chosen === "" ? "the tree's own" : chosen}`,
  });
  if (picked === undefined) return;
  const path = picked.path ?? (await askForFile());
  if (path === undefined) return;
  const target =
    workspace.workspaceFolders === undefined ? ConfigurationTarget.Global : ConfigurationTarget.Workspace;
  await workspace.getConfiguration(SECTION).update("config", path === "" ? undefined : path, target);
}

/** What is a whole .config first. */
function sorted(paths: readonly string[]): readonly string[] {
  const rank = (path: string) => (/(?:^|\/)(?:\.config|sdkconfig)$/.test(path) ? 0 : 1);
  return paths.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

async function askForFile(): Promise<string | undefined> {
  const files: readonly Uri[] = (await window.showOpenDialog({ openLabel: "Show its values" })) ?? [];
  return files.length === 0 ? undefined : fromSettings(files[0]);
}
