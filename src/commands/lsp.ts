/** `kcfg lsp`: the language server, for editors to start. */
import type { TreeRequest } from "../service/open-tree.ts";
import type { Host } from "../text/host.ts";
import type { Invocation, Verb } from "./verb.ts";

/** Serves until the client ends it. */
export type Serve = (
  streams: ReturnType<NonNullable<Host["duplex"]>>,
  options: { readonly host: Host; readonly version: string; readonly request: TreeRequest },
) => Promise<never>;

/** `load` has the server, which no other verb needs. */
export function lspVerb(load: () => Promise<Serve>): Verb {
  return {
    ignores: [
      "--format",
      "--color",
      "--ascii",
      "--verbose",
      "--quiet",
      "--no-pager",
      "--timings",
      "--trust-probes",
    ],
    ending: {
      about: [
        "An editor starts it, and speaks the Language Server Protocol with it on standard input and output. It shows what is wrong with Kconfig files and with .configs and fragments, values and why they hold, definitions, references and completions. docs/editors.md shows how to set up neovim, VS Code, emacs, helix and vim.",
        "Commands of Kconfig files are run only if the editor says that the workspace is trusted (initialization option trusted: true), or with --probes=run. Otherwise values that rest on them are shown as not known.",
      ],
      examples: ["kcfg lsp", "kcfg lsp --probes=run"],
      exits: { 0: "the editor ended it", 1: "the editor went away without ending it" },
    },
    declare(command) {
      command.option("--stdio", "use standard input and output, which is the only way and the default");
    },
    async run({ options, host, version, refuse }: Invocation): Promise<number> {
      if (host.stdin.isTerminal || host.duplex === undefined)
        return refuse("an editor starts kcfg lsp: there is nothing to do for it on a terminal");
      const { arch: architecture, directory, kconfig, dialect, config, probes, limits, cache } = options;
      const serve = await load();
      const request = {
        architecture,
        directory,
        kconfig,
        dialect,
        config,
        probes,
        limits,
        isUncached: !cache,
      };
      return serve(host.duplex(), { host, version, request });
    },
  };
}
