// teams-ai names these when it loads, for AI models that Ferry does not use.
class Unused {
  constructor() {
    throw new Error('openai is not part of this build: see stubs/README.md');
  }
}

module.exports = { OpenAI: Unused, AzureOpenAI: class extends Unused {} };
