import dbus from 'dbus-next';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/**
 * The part of a desktop that asks for passwords, with fake fingers: it answers each question with $ANSWER, or dismisses it
 * where there is none. Polkit, PAM and the setuid helper that checks the password are real. It prints what it was asked
 * as lines of JSON. Arguments: the session that it serves.
 */
const AUTHORITY = 'org.freedesktop.PolicyKit1';
const AGENT = 'org.freedesktop.PolicyKit1.AuthenticationAgent';
const AGENT_PATH = '/org/freedesktop/PolicyKit1/AuthenticationAgent';

/** polkit(8): checks a password with PAM and tells polkit, which believes it because it is setuid root. */
const CHECKER = '/usr/lib/polkit-1/polkit-agent-helper-1';

type Identity = readonly [string, Readonly<Record<string, { readonly value: unknown }>>];

class Agent extends dbus.interface.Interface {
  readonly #password: string | undefined;

  constructor(password: string | undefined) {
    super(AGENT);
    this.#password = password;
  }

  async BeginAuthentication(
    action: string,
    message: string,
    icon: string,
    details: Readonly<Record<string, string>>,
    cookie: string,
    identities: readonly Identity[],
  ): Promise<void> {
    const users = identities.map(userId).filter((id) => id !== null);
    print({ event: 'asked', action, message, icon, details, users });
    if (this.#password === undefined) {
      print({ event: 'dismissed' });
      throw new dbus.DBusError(`${AUTHORITY}.Error.Cancelled`, 'Dismissed');
    }
    const [user = 0] = users;
    print({ event: 'answered', accepted: await check(user, cookie, this.#password) });
  }

  CancelAuthentication(_cookie: string): void {
    print({ event: 'cancelled' });
  }
}

Agent.configureMembers({
  methods: {
    BeginAuthentication: { inSignature: 'sssa{ss}sa(sa{sv})' },
    CancelAuthentication: { inSignature: 's' },
  },
});

const [, , session = ''] = process.argv;
const bus = dbus.systemBus();
bus.export(AGENT_PATH, new Agent(process.env['ANSWER']));
await bus.call(
  new dbus.Message({
    destination: AUTHORITY,
    path: '/org/freedesktop/PolicyKit1/Authority',
    interface: `${AUTHORITY}.Authority`,
    member: 'RegisterAuthenticationAgent',
    signature: '(sa{sv})ss',
    body: [
      ['unix-session', { 'session-id': new dbus.Variant('s', session) }],
      'en_GB.UTF-8',
      AGENT_PATH,
    ],
  }),
);
print({ event: 'ready' });

async function check(user: number, cookie: string, password: string): Promise<boolean> {
  const name = user === 0 ? 'root' : await nameOf(user);
  const checker = spawn(CHECKER, [name], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(checker, 'exit');
  checker.stdin.write(`${cookie}\n`);
  let accepted = false;
  for await (const line of createInterface({ input: checker.stdout })) {
    if (line.startsWith('PAM_PROMPT_ECHO_OFF')) checker.stdin.write(`${password}\n`);
    if (line === 'SUCCESS') accepted = true;
  }
  await ended;
  return accepted;
}

async function nameOf(user: number): Promise<string> {
  const getent = spawn('getent', ['passwd', String(user)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const chunk of getent.stdout) text += String(chunk);
  return text.split(':')[0] ?? '';
}

function userId([kind, details]: Identity): number | null {
  return kind === 'unix-user' ? Number(details['uid']?.value) : null;
}

function print(event: object): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}
