/** kcfg: Set Symbol. The server finds the edit and verifies it; it is made in the editor, where it can be undone. */
import { window, workspace } from "vscode";
import type { CommandQuestion } from "../../../src/lsp/commands.ts";
import type { SymbolAnswer } from "../../../src/lsp/symbol-command.ts";
import { plain } from "./plain-text.ts";
import type { Server } from "./server.ts";
import { subjectOf } from "./subject.ts";

export async function setSymbol(server: Server): Promise<void> {
  const subject = await subjectOf(server);
  if (subject === undefined) return;
  const value = await askForValue(subject.symbol);
  if (value === undefined) return;
  await setTo(server, `${subject.symbol.name}=${value}`, { ...subject.question, value });
}

async function askForValue({ name, type, prompt, value, values }: SymbolAnswer): Promise<string | undefined> {
  const title = prompt === undefined ? name : `${name}: ${prompt}`;
  if (type !== "bool" && type !== "tristate")
    return window.showInputBox({ title, value, prompt: `Value (${type})` });
  const items = values.map(({ value: each, isAssignable }) => ({
    label: each,
    description: [each === value ? "now" : "", isAssignable ? "" : "cannot be set now"]
      .filter(Boolean)
      .join(", "),
  }));
  return (await window.showQuickPick(items, { title, placeHolder: `${name} = ${value}` }))?.label;
}

async function setTo(server: Server, goal: string, question: CommandQuestion): Promise<void> {
  const answer = await server.set(question);
  switch (answer.kind) {
    case "same":
      void window.showInformationMessage(plain(`${goal}: ${answer.message}`));
      return;
    case "refused":
      void window.showErrorMessage(plain(answer.message));
      return;
    case "ways": {
      const ways = answer.ways.map((label, way) => ({
        label: plain(label),
        detail: "then it takes effect",
        way,
      }));
      const picked = await window.showQuickPick(ways, {
        title: `${goal} needs other changes`,
        placeHolder: answer.message.split("\n", 1)[0],
      });
      if (picked !== undefined) await setTo(server, goal, { ...question, way: picked.way });
      return;
    }
    case "edit": {
      const edit = await server.client?.protocol2CodeConverter.asWorkspaceEdit(answer.edit);
      if (edit === undefined || !(await workspace.applyEdit(edit))) {
        void window.showErrorMessage(plain(`${goal}: the editor refused the edit`));
        return;
      }
      server.client?.outputChannel.info(answer.text);
      for (const warning of answer.warnings) void window.showWarningMessage(plain(warning));
      const [first] = edit.entries();
      if (first !== undefined) await window.showTextDocument(first[0], { preview: false });
    }
  }
}
