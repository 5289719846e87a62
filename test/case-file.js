/**
 * A case as one file: a sentence of what it shows, then sections, each a line `-- NAME --` and the text of the file
 * NAME. fixtures/README.md tells what the names mean. By hand:
 *
 *   node test/case-file.js unpack CASE FOLDER     into a folder that is not there yet
 *   node test/case-file.js pack FOLDER CASE       the other way round; the sentence of an old CASE stays
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";

/**
 * @typedef {{ comment: string, files: Map<string, string> }} CaseText
 * Paths and contents; contents are bytes as latin1 text.
 */

const HEADER = /^-- (\S+)( \(no newline at end\))? --$/;

/** @returns {CaseText} */
export function parseCase(text, path) {
  const refuse = (line, what) => {
    throw new Error(`${path}:${line}: ${what}`);
  };
  if (text !== "" && !text.endsWith("\n")) refuse(text.split("\n").length, "the last line has no end");
  const files = new Map();
  let comment = "";
  let name;
  let isCut = false;
  let body = "";
  const close = () => {
    if (name === undefined) comment = body;
    else files.set(name, isCut ? body.slice(0, -1) : body);
  };
  for (const [index, line] of text.split("\n").slice(0, -1).entries()) {
    const header = HEADER.exec(line);
    if (header === null) {
      if (/^-- .* --$/.test(line)) refuse(index + 1, "a section that is none: -- NAME --");
      body += `${line}\n`;
      continue;
    }
    close();
    name = header[1];
    isCut = header[2] !== undefined;
    body = "";
    if (files.has(name)) refuse(index + 1, `a second section ${name}`);
    if (name.startsWith("/") || name.split("/").includes("..")) refuse(index + 1, `${name} lies outside`);
  }
  close();
  return { comment, files };
}

/** @param {CaseText} given */
export function printCase({ comment, files }) {
  const sections = [...files].sort(([left], [right]) => (orderOf(left) < orderOf(right) ? -1 : 1));
  const text = sections.map(([name, content]) => {
    const isCut = content !== "" && !content.endsWith("\n");
    return `-- ${name}${isCut ? " (no newline at end)" : ""} --\n${content}${isCut ? "\n" : ""}`;
  });
  return comment + text.join("");
}

/** The order of reading: what is asked, of what, and what comes out. */
const ORDER = ["command", "oracle", "environment", "Kconfig", "", "config", "input", "ignore", "expected"];

function orderOf(name) {
  const [top, ...rest] = name.split("/");
  const at = ORDER.indexOf(top.startsWith("expected") ? "expected" : top);
  const within = ["exit", "stdout", "stderr"].indexOf(rest.join("/"));
  return `${at < 0 ? ORDER.indexOf("") : at} ${top} ${within < 0 ? 9 : within} ${name}`;
}

/** Whether the files of a case can stand in one that people read and edit. */
export function isText(files) {
  for (const [name, content] of files) {
    const bytes = Buffer.from(content, "latin1");
    if (!bytes.equals(Buffer.from(bytes.toString("utf8")))) return false;
    // All controls but tab and newline: an editor hides them, or makes others of them.
    if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(content)) return false;
    if (/^-- .* --$/m.test(content) || !/^\S+$/.test(name)) return false;
  }
  return true;
}

/** Files below a folder, by their paths from it, in order. */
export function filesBelow(folder) {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.sort().map((path) => [relative(folder, path), readFileSync(path, "latin1")]));
}

/** Writes files below a folder. */
export function writeFiles(folder, files) {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content, "latin1");
  }
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) {
  const [verb, from, to] = argv.slice(2);
  if (verb === "unpack" && to !== undefined && !existsSync(to)) {
    writeFiles(to, parseCase(readFileSync(from, "latin1"), from).files);
  } else if (verb === "pack" && to !== undefined) {
    const files = filesBelow(from);
    if (!isText(files)) throw new Error(`${from} holds more than text: it stays a folder`);
    const comment = existsSync(to) ? parseCase(readFileSync(to, "latin1"), to).comment : "";
    writeFileSync(to, printCase({ comment, files }), "latin1");
  } else {
    process.stderr.write("usage: node test/case-file.js unpack CASE FOLDER | pack FOLDER CASE\n");
    process.exitCode = 2;
  }
}
