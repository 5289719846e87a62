/** The C tool of each version: that of a kernel release, or of another project. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { referenceOf, treeOf, treeVersion } from "../oracle/lab.js";
import { lab, versionOf } from "../projects/lab.js";

const isKernel = (version) => /^(newest|\d)/.test(version) || existsSync(treeOf(version));

/** Its program. */
export function programOf(version) {
  if (isKernel(version)) return referenceOf(version);
  return version === "frontends"
    ? join(lab, "frontends/root/usr/bin/kconfig-conf")
    : join(lab, version, "conf");
}

/** What both sides are told beside the case: kcfg, whose rules are meant; the tool, where its library is. */
export function environmentOf(version) {
  if (isKernel(version)) return {};
  const libraries = version === "frontends" ? join(lab, "frontends/root/usr/lib/x86_64-linux-gnu") : "";
  return { KCFG_DIALECT: version, ...(libraries !== "" && { LD_LIBRARY_PATH: libraries }) };
}

/** Which one it is, for people. */
export const titleOf = (version) =>
  isKernel(version) ? `Linux ${treeVersion(version)}` : versionOf(version);

/** The release that a kernel's tool belongs to, "7.3.0"; undefined for others. */
export const kernelOf = (version) =>
  isKernel(version) ? treeVersion(version).replace(/^(\d+\.\d+).*/, "$1.0") : undefined;
