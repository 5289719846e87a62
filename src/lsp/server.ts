/** The language server: what it can do, and which request is answered by which file. It knows no transport. */
import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  type CallHierarchyPrepareParams,
  type CancellationToken,
  type CodeAction,
  type CodeActionParams,
  type CodeLens,
  type CodeLensParams,
  CodeLensRefreshRequest,
  type CompletionList,
  type CompletionParams,
  type Connection,
  type DefinitionParams,
  DidChangeWatchedFilesNotification,
  type DocumentFormattingParams,
  type DocumentHighlight,
  type DocumentHighlightParams,
  type DocumentLink,
  type DocumentLinkParams,
  type DocumentSymbol,
  type DocumentSymbolParams,
  type FoldingRange,
  type FoldingRangeParams,
  type Hover,
  type HoverParams,
  type InitializeParams,
  type InitializeResult,
  type InlayHint,
  type InlayHintParams,
  type Location,
  LSPErrorCodes,
  MessageType,
  type PrepareRenameParams,
  type ReferenceParams,
  ResponseError,
  type SelectionRange,
  type SelectionRangeParams,
  type SemanticTokens,
  type SemanticTokensParams,
  ShowMessageNotification,
  type TextEdit,
} from "vscode-languageserver";
import { type ProbeMode, parseProbeMode } from "../probes/probe-mode.ts";
import { type Cancellation, Cancelled, heed } from "../service/cancellation.ts";
import type { TreeRequest } from "../service/open-tree.ts";
import type { Host } from "../text/host.ts";
import { incomingCalls, outgoingCalls, preparedHierarchy } from "./call-hierarchy.ts";
import { codeActions } from "./code-actions.ts";
import { codeLenses, SHOW_SELECTORS } from "./code-lenses.ts";
import { COMMANDS, runCommand } from "./commands.ts";
import { completion } from "./completion.ts";
import { definitions } from "./definition.ts";
import { documentLinks } from "./document-links.ts";
import { documentSymbols } from "./document-symbols.ts";
import { WATCHED } from "./documents.ts";
import { foldingRanges, selectionRanges } from "./folding.ts";
import { formattingEdits } from "./formatting.ts";
import { hover } from "./hover.ts";
import { inlayHints } from "./inlay-hints.ts";
import { pathOf } from "./places.ts";
import { highlights, references } from "./references.ts";
import { type Renamable, renamable, renameEdits, renameWarning } from "./rename.ts";
import { semanticTokens, TOKEN_MODIFIERS, TOKEN_TYPES } from "./semantic-tokens.ts";
import type { TreeView, View } from "./view.ts";
import { type Client, Workspace, type WorkspaceSettings } from "./workspace.ts";
import { workspaceSymbols } from "./workspace-symbols.ts";

export interface ServerOptions {
  readonly host: Host;
  readonly version: string;
  /** Of the command line. */
  readonly request: TreeRequest;
}

/** What `initializationOptions` and the settings of the section `kcfg` may say. */
interface ClientSettings {
  /** Whether commands of Kconfig files may be run; they are not, unless it says so. */
  readonly trusted?: unknown;
  /** `deny`, `run`, or `replay=FILE`. */
  readonly probes?: unknown;
  /** Whether Kconfig files that are open are linted; if it does not say, those of trees that are not large. */
  readonly lint?: unknown;
  /** The .config whose values are shown, absolute, which may be missing; if it does not say, each tree's own. */
  readonly config?: unknown;
}

/** Sent to a client with the experimental capability `kcfgStatus` when `kcfg.status` may answer something else. */
const STATUS_CHANGED = "kcfg/statusChanged";

export function serve(connection: Connection, { host, version, request }: ServerOptions): void {
  let workspace: Workspace | undefined;
  let refreshes: readonly (() => void)[] = [];
  let watches = false;
  let opensSelectors = false;

  const client: Client = {
    publish: (uri, version, diagnostics) =>
      void connection.sendDiagnostics({ uri, ...(version !== undefined && { version }), diagnostics }),
    log: (message) => connection.console.log(message),
    // The method of `window` asks, and waits for an answer.
    warn: (message) =>
      void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message }),
    valuesChanged: () => {
      for (const refresh of refreshes) refresh();
    },
  };

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    workspace = new Workspace(host, client, {
      ...settingsOf(params.initializationOptions, request),
      folders: foldersOf(params),
      request,
    });
    refreshes = [
      ...refreshesOf(connection, params),
      ...(params.capabilities.experimental?.kcfgStatus === true
        ? [() => void connection.sendNotification(STATUS_CHANGED)]
        : []),
    ];
    opensSelectors = params.capabilities.experimental?.[SHOW_SELECTORS] === true;
    watches = params.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    return { capabilities: CAPABILITIES, serverInfo: { name: "kcfg", version } };
  });

  connection.onInitialized(() => {
    if (!watches) return;
    void connection.client.register(DidChangeWatchedFilesNotification.type, {
      watchers: WATCHED.map((globPattern) => ({ globPattern })),
    });
  });

  connection.onDidChangeConfiguration(({ settings }) => {
    const own = settings?.kcfg ?? settings;
    if (isSettings(own)) workspace?.configure(settingsOf(own, request));
  });

  connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) =>
    workspace?.open(uri, languageId, version, text),
  );
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) =>
    workspace?.change(uri, version, contentChanges),
  );
  connection.onDidCloseTextDocument(({ textDocument }) => workspace?.close(textDocument.uri));
  connection.onDidChangeWatchedFiles(({ changes }) =>
    workspace?.filesChanged(changes.flatMap(({ uri }) => pathOf(uri) ?? [])),
  );
  connection.onShutdown(() => workspace?.dispose());

  /** Answers a request about a document, which may be given up; `nothing` for what is not open. */
  const about =
    <Params extends About, Answer>(
      nothing: Answer,
      answer: (view: View, params: Params, cancellation: Cancellation) => Answer | Promise<Answer>,
      rests: "on the tree" | "on the text" = "on the tree",
    ) =>
    async (params: Params, token: CancellationToken): Promise<Answer | ResponseError<void>> => {
      const cancellation = heardBy(token);
      try {
        const { uri } = params.textDocument;
        const view = await (rests === "on the text" ? workspace?.textView(uri) : workspace?.view(uri));
        heed(cancellation);
        return view === undefined ? nothing : await answer(view, params, cancellation);
      } catch (error) {
        if (!(error instanceof Cancelled)) throw error;
        return new ResponseError<void>(LSPErrorCodes.RequestCancelled, "cancelled");
      }
    };

  connection.onHover(
    about<HoverParams, Hover | null>(
      null,
      async (view, { position }, cancellation) =>
        (await hover(view, position, workspace?.checkOf(view), cancellation)) ?? null,
    ),
  );
  connection.onDefinition(
    about<DefinitionParams, Location[]>([], (view, { position }) => definitions(view, position)),
  );
  connection.onReferences(
    about<ReferenceParams, Location[]>([], (view, { position, context }) =>
      references(view, position, context),
    ),
  );
  connection.onDocumentHighlight(
    about<DocumentHighlightParams, DocumentHighlight[]>(
      [],
      (view, { position }) => highlights(view, position),
      "on the text",
    ),
  );
  connection.onDocumentSymbol(
    about<DocumentSymbolParams, DocumentSymbol[]>([], documentSymbols, "on the text"),
  );
  connection.onFoldingRanges(
    about<FoldingRangeParams, FoldingRange[]>([], ({ document }) => foldingRanges(document), "on the text"),
  );
  connection.onSelectionRanges(
    about<SelectionRangeParams, SelectionRange[]>(
      [],
      ({ document }, { positions }) => selectionRanges(document, positions),
      "on the text",
    ),
  );
  connection.onDocumentLinks(about<DocumentLinkParams, DocumentLink[]>([], documentLinks));
  connection.onCodeLens(about<CodeLensParams, CodeLens[]>([], (view) => codeLenses(view, opensSelectors)));
  connection.onDocumentFormatting(
    about<DocumentFormattingParams, TextEdit[] | null>(null, formattingEdits, "on the text"),
  );
  connection.languages.callHierarchy.onPrepare(
    about<CallHierarchyPrepareParams, CallHierarchyItem[] | null>(null, (view, { position }) =>
      preparedHierarchy(view, position),
    ),
  );
  /** An item may be of a file that is not open. */
  const treeOf = async ({ uri }: CallHierarchyItem): Promise<TreeView> => ({
    session: (await workspace?.treeFor(uri))?.session,
    documents: workspace?.documents ?? new Map(),
  });
  connection.languages.callHierarchy.onIncomingCalls(
    async ({ item }): Promise<CallHierarchyIncomingCall[]> => incomingCalls(await treeOf(item), item),
  );
  connection.languages.callHierarchy.onOutgoingCalls(
    async ({ item }): Promise<CallHierarchyOutgoingCall[]> => outgoingCalls(await treeOf(item), item),
  );
  connection.onCompletion(
    about<CompletionParams, CompletionList | null>(null, (view, { position }) => completion(view, position)),
  );
  connection.languages.semanticTokens.on(
    about<SemanticTokensParams, SemanticTokens>({ data: [] }, semanticTokens, "on the text"),
  );
  connection.onCodeAction(
    about<CodeActionParams, CodeAction[]>([], (view, { range, context: { only } }) =>
      only !== undefined && !only.some((kind) => kind === "" || /^quickfix(?:\.|$)/.test(kind))
        ? []
        : codeActions(view, range, workspace?.checkOf(view)),
    ),
  );
  connection.languages.inlayHint.on(
    about<InlayHintParams, InlayHint[]>([], (view, { range }) =>
      inlayHints(view, range, workspace?.checkOf(view)),
    ),
  );
  connection.onPrepareRename(
    about<PrepareRenameParams, Renamable | null>(
      null,
      (view, { position }) => renamable(view, position) ?? null,
    ),
  );
  connection.onRenameRequest(async ({ textDocument: { uri }, position, newName }) => {
    const view = await workspace?.currentView(uri);
    if (view === undefined) return null;
    const edit = await renameEdits(view, position, newName, host);
    if (typeof edit === "string") return new ResponseError<void>(LSPErrorCodes.RequestFailed, edit);
    if (Object.keys(edit.changes ?? {}).length > 0) client.warn(renameWarning(view));
    return edit;
  });
  connection.onExecuteCommand(async ({ command, arguments: given }, token) => {
    if (workspace === undefined) return null;
    try {
      const answer = await runCommand(workspace, command, given, heardBy(token));
      return typeof answer === "string"
        ? new ResponseError<void>(LSPErrorCodes.RequestFailed, answer)
        : answer;
    } catch (error) {
      if (!(error instanceof Cancelled)) throw error;
      return new ResponseError<void>(LSPErrorCodes.RequestCancelled, "cancelled");
    }
  });
  connection.onWorkspaceSymbol(({ query }) => workspaceSymbols(workspace?.sessions ?? [], query));
}

interface About {
  readonly textDocument: { readonly uri: string };
}

const CAPABILITIES: InitializeResult["capabilities"] = {
  // Incremental.
  textDocumentSync: { openClose: true, change: 2 },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  documentLinkProvider: {},
  codeLensProvider: {},
  documentFormattingProvider: true,
  callHierarchyProvider: true,
  codeActionProvider: { codeActionKinds: ["quickfix"] },
  inlayHintProvider: true,
  renameProvider: { prepareProvider: true },
  completionProvider: { triggerCharacters: ["=", "(", '"', "/", "_"] },
  semanticTokensProvider: {
    legend: { tokenTypes: [...TOKEN_TYPES], tokenModifiers: [...TOKEN_MODIFIERS] },
    full: true,
  },
  executeCommandProvider: { commands: [...COMMANDS] },
  workspace: { workspaceFolders: { supported: true } },
};

function heardBy(token: CancellationToken): Cancellation {
  return {
    get aborted() {
      return token.isCancellationRequested;
    },
  };
}

function isSettings(value: unknown): value is ClientSettings {
  return (
    typeof value === "object" &&
    value !== null &&
    ("trusted" in value || "probes" in value || "lint" in value || "config" in value)
  );
}

/** The command line counts as the person's own word. */
function settingsOf(
  given: unknown,
  { probes: asked }: TreeRequest,
): Pick<WorkspaceSettings, "isTrusted" | "probes" | "lints" | "config"> {
  const { trusted, probes, lint, config } = (
    typeof given === "object" && given !== null ? given : {}
  ) as ClientSettings;
  const isAsked = asked !== undefined && asked.kind !== "deny";
  const mode: ProbeMode | undefined =
    asked ?? (typeof probes === "string" ? parseProbeMode(probes) : undefined);
  return {
    isTrusted: trusted === true || isAsked,
    // What is left out is as if it had never been said.
    lints: typeof lint === "boolean" ? lint : undefined,
    probes: mode,
    config: typeof config === "string" && config !== "" ? config : undefined,
  };
}

function foldersOf({ workspaceFolders, rootUri, rootPath }: InitializeParams): readonly string[] {
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
  const paths = uris.flatMap((uri) => pathOf(uri)?.replace(/(.)\/$/, "$1") ?? []);
  return paths.length === 0 && rootPath ? [rootPath] : paths;
}

/** What the client can be asked to ask for again. */
function refreshesOf(connection: Connection, { capabilities }: InitializeParams): readonly (() => void)[] {
  const { workspace } = capabilities;
  return [
    ...(workspace?.semanticTokens?.refreshSupport
      ? [() => connection.languages.semanticTokens.refresh()]
      : []),
    ...(workspace?.inlayHint?.refreshSupport ? [() => void connection.languages.inlayHint.refresh()] : []),
    ...(workspace?.codeLens?.refreshSupport
      ? [() => void connection.sendRequest(CodeLensRefreshRequest.type)]
      : []),
  ];
}
