// Turns a module into a component that asks nothing of its host but what its world imports.
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [source, wit, world, output] = process.argv.slice(1).filter((argument) => argument !== "--");

const folders = (process.env.NODE_PATH ?? "").split(path.delimiter).filter((folder) => folder !== "");
for (let folder = process.cwd(); ; folder = path.dirname(folder)) {
  folders.push(path.join(folder, "node_modules"));
  if (folder === path.dirname(folder)) break;
}
const entry = folders
  .map((folder) => path.join(folder, "@bytecodealliance", "componentize-js", "src", "componentize.js"))
  .find((file) => existsSync(file));
if (entry === undefined) process.exit(3);

const { componentize } = await import(pathToFileURL(entry));
const { component } = await componentize({
  sourcePath: source,
  witPath: wit,
  worldName: world,
  disableFeatures: ["stdio", "random", "clocks", "http", "fetch-event"],
});
writeFileSync(output, component);
