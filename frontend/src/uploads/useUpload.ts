import { useState } from 'react';
import { useRefusal } from '../components/formErrors';
import { useAskForUploadMutation, useGetUploadQuery } from './api';
import { send } from './sending';

export type UploadStage =
  | { name: 'none' }
  | { name: 'sending'; share: number }
  | { name: 'checking' }
  | { name: 'shown' }
  /** Looked at and not taken, for a reason that the server has a code for. */
  | { name: 'refused'; reason: string }
  /** Never got there; the same picture can be sent again. */
  | { name: 'failed'; message: string | null };

type Local = Exclude<UploadStage, { name: 'shown' | 'refused' }>;

/** A picture's way to the server and through its checks; `to` is where the form is asked for, `id` what it is called then. */
export function useUpload(to: string) {
  const [local, setLocal] = useState<Local>({ name: 'none' });
  const [id, setId] = useState<string | null>(null);
  const [ask] = useAskForUploadMutation();
  const refusal = useRefusal();
  const { data } = useGetUploadQuery(id ?? '', { skip: id === null });

  const upload = async (picture: Blob) => {
    setId(null);
    setLocal({ name: 'sending', share: 0 });
    const { data: form, error } = await ask(to);
    if (!form) {
      setLocal({ name: 'failed', message: refusal(error) });
      return;
    }
    try {
      await send(form, picture, (share) => setLocal({ name: 'sending', share }));
      setLocal({ name: 'checking' });
      setId(form.id);
    } catch {
      setLocal({ name: 'failed', message: null });
    }
  };
  const reset = () => {
    setId(null);
    setLocal({ name: 'none' });
  };
  return { stage: stageOf(local, id !== null && data?.id === id ? data : undefined), id, upload, reset };
}

function stageOf(local: Local, settled: { state: string; reason: string } | undefined): UploadStage {
  if (settled?.state === 'refused') return { name: 'refused', reason: settled.reason };
  // Removed: another was sent, or the picture taken away, before this one was through.
  if (settled?.state === 'ready' || settled?.state === 'removed') return { name: 'shown' };
  return local;
}
