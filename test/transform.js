/** Jest transformer: TypeScript to ES modules through esbuild. */
import { transformSync } from "esbuild";

export default {
  process(text, filename) {
    const { code } = transformSync(text, {
      loader: "ts",
      format: "esm",
      target: "node20.10", // with import attributes
      sourcemap: "inline",
      sourcefile: filename,
    });
    return { code };
  },
};
