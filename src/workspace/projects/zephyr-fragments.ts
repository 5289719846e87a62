/**
 * Zephyr: which fragments its build merges over the defconfig of the board, in which order: prj.conf and what belongs to
 * the board and the SoC, those of shields, of snippets and of `EXTRA_CONF_FILE`, those of the build folder.
 */
import type { Environment, Host } from "../../text/host.ts";
import { baseName, parentFolder, resolvePath } from "../../text/path.ts";
import { cached, partsOf, setBefore } from "./cmake.ts";
import { textAt } from "./project.ts";
import { yamlValues } from "./yaml.ts";

/** What decides about fragments. */
export interface FragmentGround {
  /** Starts in Zephyr's folder. */
  readonly tree: Host;
  /** Starts in the application's. */
  readonly home: Host;
  readonly environment: Environment;
  /** Of the build folder, if there is one. */
  readonly build: { readonly folder: string; readonly cache: string } | undefined;
}

export interface Board {
  readonly name: string;
  /** `/SOC/CORE`, or nothing. */
  readonly qualifiers: string;
  /** `1.0.0`, or nothing. */
  readonly revision: string;
  /** Where its files are, absolute. */
  readonly folder: string | undefined;
}

/** `NAME`, `NAME@REVISION`, `NAME/SOC`, `NAME@REVISION/SOC`. */
export function boardNamed(text: string, folder: string | undefined): Board {
  const [, name = text, revision = "", qualifiers = ""] = /^([^@/]+)(?:@([^/]*))?(\/.*)?$/.exec(text) ?? [];
  return { name, revision, qualifiers, folder };
}

/** What Zephyr's own CMake files show: which of its ways this version has. */
function waysOf(tree: Host) {
  const text = [
    "cmake/modules/configuration_files.cmake",
    "cmake/app/boilerplate.cmake",
    "cmake/modules/kconfig.cmake",
    "cmake/kconfig.cmake",
  ]
    .map((path) => textAt(tree, path))
    .join("\n");
  return {
    hasFileOfBoard: /\/prj_\$\{BOARD\}\.conf/.test(text),
    hasBuildTypes: text.includes("CONF_FILE_BUILD_TYPE"),
    hasSocs: /\/socs\b/.test(text),
    hasSuffix: text.includes("FILE_SUFFIX"),
    /** Whether a variable of the environment counts. */
    reads: (name: string) => new RegExp(`zephyr_get\\([^)]*\\b${name}\\b`).test(text),
  };
}

/** What was said of a variable, by whom. */
interface Said {
  readonly byLists?: readonly string[];
  readonly byEnvironment?: readonly string[];
  readonly byCache?: readonly string[];
}

/** What CMake knows of variables for an application. */
export class CMakeVariables {
  readonly #ground: FragmentGround;
  readonly #lists: ReadonlyMap<string, readonly string[]>;

  constructor(ground: FragmentGround) {
    this.#ground = ground;
    const { home, tree } = ground;
    const names = ["CMAKE_CURRENT_SOURCE_DIR", "CMAKE_CURRENT_LIST_DIR", "CMAKE_SOURCE_DIR"];
    this.#lists = setBefore(textAt(home, "CMakeLists.txt"), {
      ...Object.fromEntries(names.map((name) => [name, home.folder])),
      APPLICATION_SOURCE_DIR: home.folder,
      ZEPHYR_BASE: tree.folder,
    });
  }

  said(name: string): Said {
    const { environment, build } = this.#ground;
    const list = (text: string | undefined) => (text === undefined ? undefined : partsOf(text));
    return {
      byLists: this.#lists.get(name),
      byEnvironment: list(environment[name] || undefined),
      byCache: list(cached(build?.cache ?? "", name)),
    };
  }

  /** What counts: the cache, the environment, CMakeLists.txt. */
  value(name: string): readonly string[] | undefined {
    const { byCache, byEnvironment, byLists } = this.said(name);
    return byCache ?? byEnvironment ?? byLists;
  }

  /** As `value`; a build folder that was configured keeps what it was told first. */
  firstValue(name: string): readonly string[] | undefined {
    const { build } = this.#ground;
    const kept = cached(build?.cache ?? "", `CACHED_${name}`);
    return kept === undefined ? this.value(name) : partsOf(kept);
  }
}

/** Absolute paths, in the order of merging, but `base`, which comes before. What was named need not exist. */
export function fragmentsOf(
  ground: FragmentGround,
  board: Board | undefined,
  base: string | undefined,
): readonly string[] {
  const variables = new CMakeVariables(ground);
  const { home, build } = ground;
  const folder = resolvePath(home.folder, variables.value("APPLICATION_CONFIG_DIR")?.[0] ?? ".");
  const told = build === undefined ? undefined : toldByBuild(home.at(build.folder));
  if (told !== undefined) return told.filter((path) => path !== base);
  const all = [
    ...(board === undefined ? [] : filesOfRevision(home, board)),
    ...ofApplication(ground, variables, board, folder),
    ...ofShields(ground, variables, board),
    ...extra(ground, variables, board),
    ...ofBuild(ground),
  ].map((path) => resolvePath(folder, path));
  // A file that is named twice counts where it is named last.
  return all.filter((path, index) => path !== base && all.lastIndexOf(path) === index);
}

/** What the last configuration of the build merged, where Zephyr writes that down. */
function toldByBuild(build: Host): readonly string[] | undefined {
  const files = yamlValues(textAt(build, "build_info.yml"))
    .filter(({ keys }) => keys.join(".") === "cmake.kconfig.files")
    .map(({ value }) => value);
  return files.length === 0 ? undefined : files;
}

/** Names of files for a board, the more special one last: with its SoC, as it is written short, with its revision. */
function namesFor({ name, qualifiers, revision }: Board): readonly string[] {
  const version = revision.replaceAll(".", "_");
  const parts = qualifiers.split("/").filter(Boolean);
  const joined = (...words: readonly string[]) => [name, ...words].join("_");
  const names = [joined(...parts), joined(...parts.slice(1))];
  if (version !== "") names.push(joined(...parts, version), joined(...parts.slice(1), version));
  return [...new Set(names)];
}

/** Those of `names` that a folder has, with a suffix where there is one of that name. */
function filesIn(folder: Host, names: readonly string[], suffix: string | undefined): readonly string[] {
  return names.flatMap((name) => {
    const candidates = [...(suffix === undefined ? [] : [`${name}_${suffix}.conf`]), `${name}.conf`];
    const found = candidates.find((each) => folder.exists(each) === "file");
    return found === undefined ? [] : [resolvePath(folder.folder, found)];
  });
}

function filesOfRevision(host: Host, board: Board): readonly string[] {
  if (board.folder === undefined || board.revision === "") return [];
  const folder = host.at(board.folder);
  const version = `_${board.revision.replaceAll(".", "_")}`;
  return namesFor(board)
    .filter((name) => name.endsWith(version))
    .flatMap((name) => [`${name}_defconfig`, `${name}.conf`])
    .filter((name) => folder.exists(name) === "file")
    .map((name) => resolvePath(folder.folder, name));
}

/** prj.conf, or what `CONF_FILE` names in its place. */
function ofApplication(
  { tree, home, build }: FragmentGround,
  variables: CMakeVariables,
  board: Board | undefined,
  folder: string,
): readonly string[] {
  // What a build was configured with first is kept, in the versions that have this.
  const kept = cached(build?.cache ?? "", "CACHED_CONF_FILE");
  if (kept !== undefined) return partsOf(kept);
  const ways = waysOf(tree);
  const place = home.at(folder);
  const suffix = ways.hasSuffix ? variables.value("FILE_SUFFIX")?.[0] : undefined;
  const ofBoard = (build?: string) => {
    if (board === undefined) return [];
    const socs = ways.hasSocs ? board.qualifiers.split("/").filter(Boolean).join("_") : "";
    const names = namesFor(board).map((name) => (build === undefined ? name : `${name}_${build}`));
    return [
      ...(socs === "" ? [] : filesIn(place.at("socs"), [socs], suffix)),
      ...filesIn(place.at("boards"), names, suffix),
    ];
  };
  const named = variables.value("CONF_FILE");
  if (named !== undefined) {
    const type =
      named.length === 1 && ways.hasBuildTypes ? /prj_(.*)\.conf/.exec(baseName(named[0]))?.[1] : undefined;
    return type === undefined ? named : [...named, ...ofBoard(type)];
  }
  const single = board && `prj_${board.name}.conf`;
  if (single !== undefined && ways.hasFileOfBoard && place.exists(single) === "file") return [single];
  return [...filesIn(place, ["prj"], suffix), ...ofBoard()];
}

/** Of each shield its own file, then what it has for the board. */
function ofShields(
  ground: FragmentGround,
  variables: CMakeVariables,
  board: Board | undefined,
): readonly string[] {
  const { tree, home } = ground;
  const roots = [...(variables.value("BOARD_ROOT") ?? []), tree.folder].map((root) =>
    resolvePath(home.folder, root),
  );
  return (variables.firstValue("SHIELD") ?? []).flatMap((written) => {
    const shield = written.replace(/[@:].*$/, "");
    const place = folderOfShield(shield, roots, tree);
    if (place === undefined) return [];
    const folder = tree.at(place);
    const names = board === undefined ? [] : namesFor(board);
    return [
      ...filesIn(folder, [shield], undefined),
      ...filesIn(folder.at("boards"), names, undefined),
      ...filesIn(folder.at(`boards/${shield}`), names, undefined),
    ];
  });
}

/** A folder describes the shields whose overlays lie in it, or that its shield.yml names. */
function folderOfShield(shield: string, roots: readonly string[], tree: Host): string | undefined {
  for (const root of roots) {
    const host = tree.at(root);
    for (const depth of ["*", "*/*"]) {
      const overlays = host.glob(`boards/shields/${depth}/${shield}.overlay`);
      const overlay = overlays.find((path) => describes(host, parentFolder(resolvePath(root, path)) ?? "/"));
      if (overlay !== undefined) return parentFolder(resolvePath(root, overlay));
    }
    const described = ["*", "*/*"]
      .flatMap((depth) => host.glob(`boards/shields/${depth}/shield.yml`))
      .find((path) =>
        yamlValues(textAt(host, path)).some(({ keys, value }) => keys.at(-1) === "name" && value === shield),
      );
    if (described !== undefined) return parentFolder(resolvePath(root, described));
  }
  return undefined;
}

const describes = (host: Host, folder: string): boolean =>
  ["Kconfig.shield", "shield.yml"].some((name) => host.exists(`${folder}/${name}`) === "file");

/** What CMakeLists.txt adds, the environment, snippets, and whoever ran CMake. */
function extra(
  ground: FragmentGround,
  variables: CMakeVariables,
  board: Board | undefined,
): readonly string[] {
  const ways = waysOf(ground.tree);
  const names = ["EXTRA_CONF_FILE", "OVERLAY_CONFIG"];
  const of = (who: keyof Said) => names.flatMap((name) => variables.said(name)[who] ?? []);
  const ofEnvironment = names.filter(ways.reads).flatMap((name) => variables.said(name).byEnvironment ?? []);
  return [...of("byLists"), ...ofEnvironment, ...ofSnippets(ground, variables, board), ...of("byCache")];
}

/** Of each snippet what it has for all boards, then what it has for this one. */
function ofSnippets(
  { tree, home }: FragmentGround,
  variables: CMakeVariables,
  board: Board | undefined,
): readonly string[] {
  const wanted = variables.firstValue("SNIPPET") ?? [];
  if (wanted.length === 0) return [];
  const roots = [...(variables.value("SNIPPET_ROOT") ?? []), home.folder, tree.folder].map((root) =>
    resolvePath(home.folder, root),
  );
  const files = [...new Set(roots)].flatMap((root) =>
    ["snippet.yml", "*/snippet.yml", "*/*/snippet.yml", "*/*/*/snippet.yml"]
      .flatMap((depth) => tree.at(root).glob(`snippets/${depth}`))
      .map((path) => resolvePath(root, path)),
  );
  const snippets = files.map((file) => {
    const values = yamlValues(textAt(tree, file));
    const name = values.find(({ keys }) => keys.join() === "name")?.value;
    return { name, folder: parentFolder(file) ?? "/", values };
  });
  const target = board === undefined ? "" : board.name + board.qualifiers;
  return wanted.flatMap((name) => {
    const parts = snippets.filter((snippet) => snippet.name === name);
    const named = (isMeant: (keys: readonly string[]) => boolean) =>
      parts.flatMap(({ folder, values }) =>
        values
          .filter(
            ({ keys }) => /^(?:EXTRA_CONF_FILE|OVERLAY_CONFIG)$/.test(keys.at(-1) ?? "") && isMeant(keys),
          )
          .map(({ value }) => resolvePath(folder, value)),
      );
    return [
      ...named((keys) => keys[0] === "append"),
      ...named((keys) => keys[0] === "boards" && isBoard(keys[1], target)),
    ];
  });
}

/** Whether a board is meant, by its name or by a pattern between slashes. */
function isBoard(written: string, target: string): boolean {
  if (!written.startsWith("/")) return written === target;
  const pattern = written.slice(1, -1);
  // What repeats a group could keep the search busy for ever; no tree needs it.
  if (/\)[*+{]/.test(pattern)) return false;
  try {
    return new RegExp(`^${pattern}$`).test(target);
  } catch {
    return false;
  }
}

/** Symbols that the command line of CMake set, and fragments that lie in the build folder itself. */
function ofBuild({ home, build }: FragmentGround): readonly string[] {
  if (build === undefined) return [];
  const folder = home.at(build.folder);
  const symbols = "zephyr/misc/generated/extra_kconfig_options.conf";
  const hasSymbols = folder.exists(symbols) === "file";
  return [...(hasSymbols ? [symbols] : []), ...folder.glob("*.conf")].map((path) =>
    resolvePath(folder.folder, path),
  );
}
