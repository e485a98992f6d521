import { CloseButton, Loader, Text } from '@mantine/core';
import { CameraOff } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './CheckIn.module.css';
import { openReader } from './codeReader';

/** Between two looks at what the camera shows. */
const PAUSE_MS = 150;
/** A code that was gone for so long is shown anew. */
const AWAY_MS = 3000;
/** A pass and a printed card say digits only. */
const ENTERED = /^\d{1,30}$/;

type State = 'starting' | 'looking' | 'denied' | 'absent' | 'failed';

interface ScannerProps {
  onCode: (code: string) => void;
  onClose: () => void;
}

/** Looks through the camera until it is closed: one member after the other holds up their phone. */
export function Scanner({ onCode, onClose }: ScannerProps) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<State>('starting');
  const [isForeign, setIsForeign] = useState(false);
  const last = useRef({ code: '', at: 0 });
  const take = useEffectEvent((code: string) => {
    const isHeldStill = code === last.current.code && Date.now() - last.current.at < AWAY_MS;
    last.current = { code, at: Date.now() };
    if (isHeldStill) return;
    setIsForeign(!ENTERED.test(code));
    if (ENTERED.test(code)) onCode(code);
  });

  useEffect(() => {
    const gone = new AbortController();
    const shown = video.current;
    if (shown) {
      look(shown, gone.signal, { onLooking: () => setState('looking'), onCode: (code) => take(code) }).catch(
        (error: unknown) => {
          if (!gone.signal.aborted) setState(reasonOf(error));
        },
      );
    }
    return () => gone.abort();
  }, []);

  const isOn = state === 'starting' || state === 'looking';
  return (
    <section className={classes.scanner} aria-label={t('checkin.camera.label')}>
      {!isOn && (
        <div role="alert" className={classes.noCamera}>
          <CameraOff size={20} aria-hidden />
          <div>
            <Text fw={600}>{t('checkin.camera.none')}</Text>
            <Text size="sm">{t(`checkin.camera.${state}`)}</Text>
          </div>
        </div>
      )}
      <div className={classes.sight} hidden={!isOn}>
        <video ref={video} playsInline muted aria-label={t('checkin.camera.shows')} />
        {state === 'starting' ? (
          <Loader color="white" aria-label={t('checkin.camera.starting')} />
        ) : (
          <span aria-hidden />
        )}
      </div>
      <div className={classes.below}>
        <Text size="sm" c="var(--quiet)" role="status">
          {isForeign ? t('checkin.camera.foreign') : isOn && t('checkin.camera.hint')}
        </Text>
        <CloseButton size="lg" aria-label={t('checkin.camera.close')} onClick={onClose} />
      </div>
    </section>
  );
}

interface Hearing {
  onLooking: () => void;
  onCode: (code: string) => void;
}

/** Opens the camera and reads what it shows until it is told to stop; rejects when there is nothing to look through. */
async function look(
  video: HTMLVideoElement,
  gone: AbortSignal,
  { onLooking, onCode }: Hearing,
): Promise<void> {
  const devices = (navigator as Partial<Navigator>).mediaDevices;
  if (!devices) throw new DOMException('No camera without https', 'NotFoundError');
  const [stream, read] = await both(
    devices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } } }),
    openReader(),
  );
  const isOver = () => gone.aborted;
  try {
    if (isOver()) return;
    video.srcObject = stream;
    await video.play();
    onLooking();
    while (!isOver()) {
      const code = await read(video);
      if (code !== null && !isOver()) onCode(code);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  } finally {
    stop(stream);
  }
}

/** A camera that was opened for nothing is closed again. */
async function both<Reader>(opening: Promise<MediaStream>, reader: Promise<Reader>) {
  try {
    return await Promise.all([opening, reader]);
  } catch (error) {
    void opening.then(stop, () => undefined);
    throw error;
  }
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function reasonOf(error: unknown): State {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError') return 'denied';
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'absent' : 'failed';
}
