// One line for each check, and a last line that a script can read.
export class Report {
  passed = 0;
  failed = 0;

  // `faults` is a list of sentences; an empty one means that the check passed.
  record(name, faults, note = '') {
    const ok = faults.length === 0;
    this[ok ? 'passed' : 'failed'] += 1;
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}${note ? ` | ${note}` : ''}`);
    for (const fault of faults) console.log(`       ${fault}`);
  }

  // Runs a check. A check that breaks has not passed.
  async run(name, check) {
    try {
      const {faults, note} = await check();
      this.record(name, faults, note);
    } catch (error) {
      this.record(name, [error.message.split('\n')[0]]);
    }
  }

  // Runs a walk, which fails by stopping, and gives what it gives.
  async walk(name, walk) {
    try {
      const found = await walk();
      this.record(name, []);
      return found;
    } catch (error) {
      this.record(name, [error.message]);
      return null;
    }
  }

  close() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0 && this.passed > 0;
  }
}
