// One formula a line, as JSON, on standard input; its HTML or its error, as JSON, on standard output.
const katex = require(process.argv[2]);

// The one thing more than plain KaTeX: \htmlClass, by which a derivation says what is new in a line.
const options = {
  throwOnError: true,
  trust: ({ command }) => command === "\\htmlClass",
  strict: (code) => (code === "htmlExtension" ? "ignore" : "error"),
};

function answer({ latex, display }) {
  try {
    return { html: katex.renderToString(latex, { ...options, displayMode: display }) };
  } catch (error) {
    return { error: error.message };
  }
}

require("readline")
  .createInterface({ input: process.stdin })
  .on("line", (line) => process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + "\n"));
