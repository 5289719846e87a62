/** What a tree's own `conf` can do, as the sources in its scripts/kconfig show it. */
import {
  type DialectChoice,
  type DialectName,
  dialectOfVersion,
  NEWEST_DIALECT,
  TOOL_TRAITS,
  type ToolTrait,
} from "../text/dialect-name.ts";
import type { FileReader, Host } from "../text/host.ts";
import { resolvePath } from "../text/path.ts";
import { dialectName, type KernelTree, readKernelTree } from "./kernel-tree.ts";
import type { Project } from "./projects/project.ts";
import { projectAt } from "./projects/projects.ts";

/** Where the tool's sources are, from the root of a kernel's source. */
const FOLDER = "scripts/kconfig";

/** What stood in these files before Linux 5.0. */
const FORMER_NAMES: Readonly<Record<string, string>> = { "lexer.l": "zconf.l", "parser.y": "zconf.y" };

/** Traits that show in a former file as they do in the one of today; the others follow from the name. */
const FORMER_TRAITS: ReadonlySet<ToolTrait> = new Set(["path words", "macros"]);

/**
 * For each trait, a file of the tool, and texts of which one stands in it of a tool that has the trait. Plain texts: each
 * run asks for all of them, and V8 looks for one far faster than for a pattern that it has not compiled yet.
 */
const evidence: Readonly<Record<ToolTrait, readonly [file: string, ...texts: readonly string[]]>> = {
  "option words": ["lexer.l", '\n"option"'],
  "modal choices": ["parser.y", "T_OPTIONAL"],
  "zero numbers": ["symbol.c", '"0x0"'],
  transitional: ["lexer.l", '\n"transitional"'],
  "conditional dependencies": ["parser.y", "\ndepends: T_DEPENDS T_ON expr if_expr"],
  "negation ends submenus": ["expr.c", "_symbol_negated("],
  "choice prompt by type": [
    "parser.y",
    "\nchoice_option: T_BOOL T_WORD_QUOTE",
    "\nchoice_option: logic_type",
    "\nchoice_option: type",
  ],
  "refused prompt of a member elsewhere": ["parser.y", "must not have a prompt in another entry"],
  "refused menuconfig without prompt": ["parser.y", 'zconf_error("menuconfig statement without prompt'],
  "refused second help text": ["parser.y", "zconf_error(\"'%s' defined with more than one help"],
  "refused blank help text": ["parser.y", "zconf_error(\"'%s' defined with blank help"],
  "refused repeated inclusion": ["util.c", "repeated inclusion"],
  "short usage": ["conf.c", "Usage: %s [-s]"],
  "usage with arguments": ["conf.c", " kconfig_file\\n"],
  "changed input warning": ["confdata.c", "KCONFIG_WARN_CHANGED_INPUT"],
  "warnings as errors": ["confdata.c", "KCONFIG_WERROR"],
  "unknown symbol warning": ["confdata.c", "KCONFIG_WARN_UNKNOWN_SYMBOLS"],
  "defconfig list variable": ["confdata.c", "KCONFIG_DEFCONFIG_LIST"],
  "seed on standard error": ["conf.c", 'stderr, "KCONFIG_SEED'],
  "end of empty menus": ["confdata.c", "\nend_check:"],
  "location of the entry itself": ["menu.c", "menu = prop->menu;"],
  "folders of touched files": ["confdata.c", "tolower("],
  "quoted auto.conf": ["confdata.c", "kconfig_print_symbol"],
  "fixed command file": ["confdata.c", '"include/config/auto.conf.cmd"'],
  "unset behind any sign": ["confdata.c", "memcmp(line + 2, CONFIG_"],
  rustc_cfg: ["confdata.c", "rustc"],
  "path words": ["lexer.l", "[/.]", "[-/.]"],
  macros: ["lexer.l", "expand_token"],
  "unquoted titles": ["parser.y", "\nprompt:"],
  "dashed help": ["lexer.l", '"---help---"'],
  "statements in choices": ["parser.y", "\nchoice_block:"],
  "source in choices": ["parser.y", "stmt_list_in_choice source_stmt"],
  "patterns in source": ["lexer.l", "glob("],
  "typed constants": ["symbol.c", ".type = S_TRISTATE"],
  "weak imply": ["symbol.c", "implied.expr && sym->dir_dep.tri != no"],
  "limits as numbers": ["symbol.c", '"0x%llx", val2'],
  "raw strings": ["confdata.c", "Last char has to be"],
  "news of no change": ["confdata.c", "No change to"],
  "ends of menus": ["confdata.c", "# end of"],
  "auto.conf at each writing": ["conf.c", "conf_write_autoconf(sync_kconfig)"],
  "tristate.conf": ["confdata.c", "tristate.conf"],
  "marks below include/config": ["confdata.c", "strcpy(depfile_path,", 'chdir("include/config")'],
  "optional defconfig": ["conf.c", '"defconfig",       optional_argument'],
  "modes from yes to m": ["conf.c", "yes2modconfig"],
  "notice of overrides": ["confdata.c", "conf_notice"],
  "n for m without modules": ["symbol.c", '(modules_sym->curr.tri == no) ? "n" : "m"'],
  negatives: ["confdata.c", "KCONFIG_NEGATIVES"],
  "rounds by the last choice": ["confdata.c", "has_changed = randomize_choice_values"],
  "merge in one pass": ["merge_config.sh", "AWK"],
};

/** The dialect of a kernel: by the version of its Makefile, and by what its own tool can do. */
export function dialectOfKernel(kernel: KernelTree): DialectChoice {
  return dialectOfTool(dialectName(kernel), kernel.source);
}

/** The dialect of a project's tree: by its name, and by what its own tool can do. */
export function dialectOfProject({ dialect, tool }: Project, tree: FileReader): DialectChoice {
  return tool === undefined ? { name: dialect } : dialectOfTool(dialect, tree, tool);
}

/**
 * The dialect for a run of `conf` that nobody finds a tree for: that of the project or kernel at `$srctree` or in the
 * host's folder. KERNELVERSION says the version where it is set. Without either, the newest rules hold.
 */
export function dialectOfEnvironment(host: Host): DialectChoice {
  const { srctree, KERNELVERSION } = host.environment;
  const folder = resolvePath(host.folder, srctree || ".");
  const place = projectAt(folder, host);
  if (place !== undefined) return dialectOfProject(place.project, host.at(place.folder));
  const source = host.at(folder);
  const named = dialectOfVersion(KERNELVERSION);
  if (named !== undefined) return dialectOfTool(named, source);
  const kernel = readKernelTree(source);
  return kernel === undefined ? { name: NEWEST_DIALECT } : dialectOfKernel(kernel);
}

/**
 * The dialect that `name` and the tool's sources lead to. `source` reads from the root of a kernel's source; where a
 * file of the tool is not there, what it would show follows from the name alone. `folder` holds its files.
 */
function dialectOfTool(name: DialectName, source: FileReader, folder: string = FOLDER): DialectChoice {
  const texts = new Map<string, string | undefined>();
  const textOf = (file: string) => {
    if (!texts.has(file)) {
      const read = source.readText(`${folder}/${file}`);
      texts.set(file, read.ok ? read.text : undefined);
    }
    return texts.get(file);
  };
  const isFormer = textOf("lexer.l") === undefined;
  if (isFormer && textOf(FORMER_NAMES["lexer.l"]) === undefined) return { name };
  const traits: Partial<Record<ToolTrait, boolean>> = {};
  for (const trait of TOOL_TRAITS) {
    const [file, ...shown] = evidence[trait];
    const text = textOf(isFormer && FORMER_TRAITS.has(trait) ? FORMER_NAMES[file] : file);
    if (text !== undefined) traits[trait] = shown.some((each) => text.includes(each));
  }
  return { name, traits };
}
