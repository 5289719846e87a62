/** kcfg: Show Graph of Symbol. The picture of the server in a view that runs no script and loads nothing. */
import { ViewColumn, window } from "vscode";
import type { Direction } from "../../../src/graph/graph.ts";
import type { Server } from "./server.ts";
import { subjectOf } from "./subject.ts";

export async function showGraph(server: Server): Promise<void> {
  const subject = await subjectOf(server);
  if (subject === undefined) return;
  const { name } = subject.symbol;
  const directions: { readonly label: string; readonly direction: Direction }[] = [
    { label: `What decides about ${name}`, direction: "up" },
    { label: `What ${name} decides about`, direction: "down" },
    { label: "Both", direction: "both" },
  ];
  const picked = await window.showQuickPick(directions, { placeHolder: "Graph of…" });
  if (picked === undefined) return;
  const { svg, title } = await server.graph({ ...subject.question, direction: picked.direction });
  const panel = window.createWebviewPanel("kcfg.graph", `Graph: ${name}`, ViewColumn.Beside, {
    enableScripts: false,
    localResourceRoots: [],
  });
  panel.webview.html = page(svg, title);
}

/** The picture has its words escaped, and its styles in itself. */
function page(svg: string, title: string): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${title.replace(/[&<>"]/g, (each) => `&#${each.charCodeAt(0)};`)}</title>
</head>
<body>${svg}</body>
</html>
`;
}
