// teams-ai names these when it loads, for sign-in prompts that Ferry does not use.
class Unused {
  constructor() {
    throw new Error('botbuilder-dialogs is not part of this build: see stubs/README.md');
  }
}

module.exports = {
  Dialog: class extends Unused {},
  DialogSet: class extends Unused {},
  DialogTurnStatus: {},
  OAuthPrompt: class extends Unused {},
  WaterfallDialog: class extends Unused {},
};
