// Turns a module into a component that asks nothing of its host but what its world imports, and that holds nothing of the
// machine and the moment of the build.
import childProcess from "node:child_process";
import { writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { pathToFileURL } from "node:url";

const [entry, engine, source, wit, world, output, time] = process.argv.slice(1).filter((argument) => argument !== "--");

// The engine starts in a folder with a new name each time, and remembers the paths that it is given.
const spawnSync = childProcess.spawnSync;
childProcess.spawnSync = (program, parameters, options) => {
  const folder = parameters.find((parameter) => parameter.startsWith("--dir="))?.slice("--dir=".length);
  if (folder === undefined) return spawnSync(program, parameters, options);
  const mapped = parameters.map((parameter) => (parameter === `--dir=${folder}` ? `--mapdir=/build::${folder}` : parameter));
  const input = options.input.replaceAll(folder, "/build").replaceAll(`${process.cwd()}/`, "/");
  return spawnSync(program, mapped, { ...options, input });
};
syncBuiltinESMExports();

// What stands in for the clock returns the moment at which it was made.
Date.now = () => Number(time);

const { componentize } = await import(pathToFileURL(entry));
const { component } = await componentize({
  engine,
  sourcePath: source,
  witPath: wit,
  worldName: world,
  disableFeatures: ["stdio", "random", "clocks", "http", "fetch-event"],
});
writeFileSync(output, component);
