import { ipcMain } from 'electron/main';
import type { IpcMainInvokeEvent, WebContents } from 'electron/main';
import type { AskAnswer, AskChannel, AskRequest } from '../../main/shared/ipc-contract.js';
import { ASK_CHANNELS, ASK_REQUEST_READERS } from '../../main/shared/parse-ask-request.js';
import { parsed } from '../../main/shared/read-field.js';
import { failure } from '../../main/shared/result.js';
import type { Failure, Result } from '../../main/shared/result.js';
import { logProblem } from '../log.js';
import { RENDERER_ORIGIN } from '../windows/renderer-files.js';

export type Answerers = {
  readonly [C in AskChannel]: (
    request: AskRequest<C>,
  ) => Result<AskAnswer<C>> | Promise<Result<AskAnswer<C>>>;
};

const REFUSED: Failure = {
  code: 'request-refused',
  title: 'The window asked for something that it may not have.',
  advice: 'Close the window and open it again.',
  detail: '',
};

const UNEXPECTED: Failure = {
  code: 'unexpected',
  title: 'Something went wrong inside the program.',
  advice: 'Quit it and start it again. Your backups are not affected.',
  detail: '',
};

/** Answers the window's questions; `contents` is the window's, null while there is none. */
export function answerQuestions(answerers: Answerers, contents: () => WebContents | null): void {
  for (const channel of ASK_CHANNELS) {
    ipcMain.handle(channel, (event, request: unknown) =>
      isOurWindow(event, contents())
        ? answer(answerers, channel, request)
        : refuse(channel, event.senderFrame?.url),
    );
  }
}

async function answer<C extends AskChannel>(
  answerers: Answerers,
  channel: C,
  request: unknown,
): Promise<Result<AskAnswer<C>>> {
  const read = parsed(() => ASK_REQUEST_READERS[channel](request));
  if (!read.ok) return refuse(channel, read.problem);
  try {
    return await answerers[channel](read.value);
  } catch (error) {
    logProblem(`${channel} failed`, error);
    return failure({ ...UNEXPECTED, detail: String(error) });
  }
}

function isOurWindow({ senderFrame }: IpcMainInvokeEvent, contents: WebContents | null): boolean {
  return (
    contents !== null &&
    senderFrame === contents.mainFrame &&
    senderFrame.origin === RENDERER_ORIGIN
  );
}

function refuse(channel: AskChannel, why: unknown): Result<never> {
  logProblem(`${channel} was refused`, why);
  return failure(REFUSED);
}
