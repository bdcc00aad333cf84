// One formula a line, as JSON, on standard input; its HTML or its error, as JSON, on standard output.
const katex = require(process.argv[2]);

function answer({ latex, display }) {
  try {
    return { html: katex.renderToString(latex, { displayMode: display, throwOnError: true, strict: "error" }) };
  } catch (error) {
    return { error: error.message };
  }
}

require("readline")
  .createInterface({ input: process.stdin })
  .on("line", (line) => process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + "\n"));
