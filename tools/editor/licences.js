// Writes the licences of what is bundled beside the bundle.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const packages = ["crelt", "style-mod", "w3c-keyname", "@marijn/find-cluster-break", "@replit/codemirror-vim"];
for (const scope of ["@codemirror", "@lezer"])
  packages.push(...readdirSync(`node_modules/${scope}`).map((name) => `${scope}/${name}`));
const parts = packages.sort().map((name) => {
  const folder = `node_modules/${name}`;
  const { version } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[sc]e/i.test(entry));
  return `${name} ${version}\n\n${readFileSync(`${folder}/${file}`, "utf8").trim()}\n`;
});
writeFileSync("../kata/web/static/codemirror.LICENCES.txt", parts.join("\n----\n\n"));
