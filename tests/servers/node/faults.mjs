// What tests may do to token exchange: break it in one way at a time, and shorten what it issues.

const HOUR = 3600;

const FAULTS = {
  down: async (context) => unavailable(context),
  refused: async (context) => {
    context.status = 400;
    context.body = { error: 'invalid_grant', error_description: 'the user has withdrawn consent' };
  },
  garbage: async (context) => {
    context.type = 'text/html';
    context.body = '<h1>It works!</h1>';
  },
  reset: async (context) => {
    context.respond = false;
    context.req.socket.resetAndDestroy();
  },
};

export class Faults {
  #waiting = new Set();

  mend() {
    this.fault = undefined;
    this.lifetime = HOUR;
    for (const release of this.#waiting) release();
    this.#waiting.clear();
  }

  constructor() {
    this.mend();
  }

  break(fault) {
    if (fault !== 'hang' && !(fault in FAULTS)) throw new RangeError(`no such fault: ${fault}`);
    this.fault = fault;
  }

  // Answers in the grant's place and returns true, if token exchange is broken.
  async strike(context) {
    if (!this.fault) return false;
    await (this.fault === 'hang' ? this.#hang(context) : FAULTS[this.fault](context));
    return true;
  }

  // No answer until the client leaves or the fault is mended.
  async #hang(context) {
    await new Promise((release) => {
      this.#waiting.add(release);
      context.req.socket.once('close', release);
    });
    unavailable(context);
  }
}

function unavailable(context) {
  context.status = 503;
  context.body = { error: 'temporarily_unavailable' };
}
