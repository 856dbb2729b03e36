// teams-ai names these when it loads, for AI planners that Ferry does not use.
const unused = () => {
  throw new Error('gpt-tokenizer is not part of this build: see stubs/README.md');
};

module.exports = { encode: unused, decode: unused };
