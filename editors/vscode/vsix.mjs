/**
 * Makes the package of the extension, `release/kcfg-VERSION.vsix`: `npm run vsix`. A .vsix is a zip file by the Open
 * Packaging Conventions; `code --install-extension` takes it.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { buildExtension } from "./build.mjs";

const here = import.meta.dirname;
const root = join(here, "../..");

/** What is in the package beside what is built: name there to file of the project. */
const FILES = {
  "package.json": "editors/vscode/package.json",
  "readme.md": "editors/vscode/README.md",
  "changelog.md": "CHANGELOG.md",
  "LICENSE.txt": "LICENSE",
};
const FOLDERS = ["languages", "syntaxes", "walkthrough"];

const TYPES = {
  ".cjs": "application/javascript",
  ".js": "application/javascript",
  ".json": "application/json",
  ".md": "text/markdown",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain",
  ".vsixmanifest": "text/xml",
};

/** Path in the package to bytes; `dist` is where the bundles are. */
export function contents(dist) {
  const own = FOLDERS.flatMap((folder) =>
    readdirSync(join(here, folder)).map((name) => [`${folder}/${name}`, `editors/vscode/${folder}/${name}`]),
  );
  const files = [
    ...[...Object.entries(FILES), ...own].map(([name, path]) => [name, readFileSync(join(root, path))]),
    ...readdirSync(dist).map((name) => [`dist/${name}`, readFileSync(join(dist, name))]),
  ].map(([name, bytes]) => [`extension/${name}`, new Uint8Array(bytes)]);
  const manifest = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
  return Object.fromEntries([
    ["extension.vsixmanifest", strToU8(vsixManifest(manifest))],
    ["[Content_Types].xml", strToU8(contentTypes())],
    ...files.sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
}

/** The zip: the same bytes for the same contents. */
export function pack(files) {
  const unknown = Object.keys(files).filter((name) => !name.endsWith(".xml") && !(extname(name) in TYPES));
  if (unknown.length > 0) throw new Error(`no type is known of ${unknown.join(", ")}`);
  // The first day that a zip can name, in the time of wherever this runs.
  return zipSync(files, { level: 9, mtime: new Date(1980, 0, 1) });
}

function contentTypes() {
  const types = Object.entries(TYPES).map(
    ([extension, type]) => `<Default Extension="${extension}" ContentType="${type}"/>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${types.join("")}</Types>
`;
}

function vsixManifest({
  name,
  displayName,
  description,
  version,
  publisher,
  engines,
  categories,
  keywords,
  icon,
}) {
  const property = (id, value) =>
    `      <Property Id="Microsoft.VisualStudio.Code.${id}" Value="${escaped(value)}"/>`;
  const asset = (type, path) =>
    `    <Asset Type="Microsoft.VisualStudio.${type}" Path="extension/${path}" Addressable="true"/>`;
  return `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="${name}" Version="${version}" Publisher="${publisher}"/>
    <DisplayName>${escaped(displayName)}</DisplayName>
    <Description xml:space="preserve">${escaped(description)}</Description>
    <Tags>${escaped(keywords.join(","))}</Tags>
    <Categories>${escaped(categories.join(","))}</Categories>
    <GalleryFlags>Public</GalleryFlags>
    <Properties>
${property("Engine", engines.vscode)}
${property("ExtensionDependencies", "")}
${property("ExtensionPack", "")}
${property("ExtensionKind", "workspace,web")}
${property("LocalizedLanguages", "")}
${property("EnabledApiProposals", "")}
${property("ExecutesCode", "true")}
    </Properties>
    <License>extension/LICENSE.txt</License>
    <Icon>extension/${icon}</Icon>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code"/>
  </Installation>
  <Dependencies/>
  <Assets>
${asset("Code.Manifest", "package.json")}
${asset("Services.Content.Details", "readme.md")}
${asset("Services.Content.Changelog", "changelog.md")}
${asset("Services.Content.License", "LICENSE.txt")}
${asset("Services.Icons.Default", icon)}
  </Assets>
</PackageManifest>
`;
}

function escaped(text) {
  return text.replace(/[&<>"]/g, (each) => `&#${each.charCodeAt(0)};`);
}

if (process.argv[1] === import.meta.filename) {
  const dist = mkdtempSync(join(tmpdir(), "kcfg-vsix-"));
  const files = contents(await buildExtension(dist));
  rmSync(dist, { recursive: true });
  const { version } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
  const name = `release/kcfg-${version}.vsix`;
  mkdirSync(join(root, "release"), { recursive: true });
  writeFileSync(join(root, name), pack(files));
  console.log(`wrote ${name}`);
}
