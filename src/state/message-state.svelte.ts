/** What happened, what it means, what to do; details are folded. */
export interface Message {
  readonly id: number;
  readonly tone: 'done' | 'trouble';
  readonly what: string;
  readonly remedy: string;
  readonly details: string;
  readonly count: number;
}

/** The one place for messages. The same message never stacks: it is counted. */
export class MessageState {
  shown = $state.raw<readonly Message[]>([]);
  /** The last thing said to a screen reader. */
  announced = $state('');
  #next = 1;

  say(what: string): void {
    this.#show({ tone: 'done', what, remedy: '', details: '' });
  }

  trouble(what: string, remedy: string, details = ''): void {
    this.#show({ tone: 'trouble', what, remedy, details });
  }

  dismiss(id: number): void {
    this.shown = this.shown.filter((message) => message.id !== id);
  }

  /** For screen readers only. */
  announce(text: string): void {
    // The same words again would be no change, and would not be read again.
    this.announced = text === this.announced ? `${text}\u00a0` : text;
  }

  #show(text: Omit<Message, 'id' | 'count'>): void {
    const same = this.shown.find((message) => message.what === text.what && message.details === text.details);
    if (same !== undefined) {
      this.shown = this.shown.map((message) => (message === same ? { ...same, count: same.count + 1 } : message));
    } else {
      // What is done needs no history: the newest word replaces the one before it.
      const kept = this.shown.filter((message) => message.tone === 'trouble').slice(-2);
      this.shown = [...kept, { id: this.#next++, count: 1, ...text }];
    }
    this.announce([text.what, text.remedy].filter(Boolean).join(' '));
  }
}
