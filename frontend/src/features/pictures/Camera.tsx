import { Alert, Button, Group, Stack } from '@mantine/core';
import { Aperture } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { frameOf } from './cropping';
import classes from './Pictures.module.css';

/** Without it (an old browser, a page without https), the device's own camera app is asked for a file. */
export const hasCamera = () => (navigator as Partial<Navigator>).mediaDevices?.getUserMedia !== undefined;

interface CameraProps {
  onBack: () => void;
  onTaken: (picture: Blob) => void;
}

export function Camera({ onBack, onTaken }: CameraProps) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<'starting' | 'on' | 'refused'>('starting');

  useEffect(() => {
    let stream: MediaStream | null = null;
    let gone = false;
    navigator.mediaDevices
      .getUserMedia({ video: { facingMode: 'user', width: { ideal: 1280 }, height: { ideal: 960 } } })
      .then((opened) => {
        stream = opened;
        if (gone || !video.current) stop(opened);
        else video.current.srcObject = opened;
      })
      .catch(() => setState('refused'));
    return () => {
      gone = true;
      if (stream) stop(stream);
    };
  }, []);

  const take = async () => {
    if (video.current) onTaken(await frameOf(video.current));
  };
  return (
    <Stack gap="md">
      {state === 'refused' ? (
        <Alert color="yellow" role="alert">
          {t('pictures.cameraRefused')}
        </Alert>
      ) : (
        <video
          ref={video}
          className={classes.camera}
          autoPlay
          playsInline
          muted
          aria-label={t('pictures.cameraShows')}
          onPlaying={() => setState('on')}
        />
      )}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onBack}>
          {t('pictures.back')}
        </Button>
        {state !== 'refused' && (
          <Button
            leftSection={<Aperture size={18} aria-hidden />}
            disabled={state !== 'on'}
            onClick={() => void take()}
          >
            {t('pictures.take')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
