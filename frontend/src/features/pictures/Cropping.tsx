import { Box, Button, Group, Slider, Stack, Text } from '@mantine/core';
import { RotateCw } from 'lucide-react';
import { useId, useState } from 'react';
import Cropper from 'react-easy-crop';
import 'react-easy-crop/react-easy-crop.css';
import { useTranslation } from 'react-i18next';
import { useObjectUrl } from '../../uploads/useObjectUrl';
import { cropped, turned, type Area } from './cropping';
import classes from './Pictures.module.css';

interface CroppingProps {
  picture: Blob;
  onTurned: (picture: Blob) => void;
  onBack: () => void;
  onDone: (square: Blob) => void;
}

interface Size {
  width: number;
  height: number;
}

/** Chooses the square that is shown: by dragging, by the arrow keys, or by the sliders. */
export function Cropping({ picture, onTurned, onBack, onDone }: CroppingProps) {
  const { t } = useTranslation();
  const url = useObjectUrl(picture);
  const [crop, setCrop] = useState({ x: 0, y: 0 });
  const [zoom, setZoom] = useState(1);
  const [media, setMedia] = useState<Size | null>(null);
  const [frame, setFrame] = useState<Size | null>(null);
  const [area, setArea] = useState<Area | null>(null);
  const [busy, setBusy] = useState(false);

  // How far the picture can be moved either way before its edge shows.
  const reach = {
    x: media && frame ? Math.max(0, (media.width * zoom - frame.width) / 2) : 0,
    y: media && frame ? Math.max(0, (media.height * zoom - frame.height) / 2) : 0,
  };
  const finish = async () => {
    if (!area) return;
    setBusy(true);
    onDone(await cropped(picture, area));
  };
  const turn = async () => {
    setBusy(true);
    onTurned(await turned(picture));
  };
  return (
    <Stack gap="md">
      <Box className={classes.stage}>
        {url && (
          <Cropper
            image={url}
            crop={crop}
            zoom={zoom}
            minZoom={1}
            maxZoom={4}
            aspect={1}
            cropShape="round"
            showGrid={false}
            objectFit="cover"
            keyboardStep={8}
            disableAutomaticStylesInjection
            cropperProps={{ role: 'group', 'aria-label': t('pictures.cropArea') }}
            mediaProps={{ alt: '' }}
            onCropChange={setCrop}
            onZoomChange={setZoom}
            onMediaLoaded={setMedia}
            onCropSizeChange={setFrame}
            onCropAreaChange={(_percent, pixels) => setArea(pixels)}
          />
        )}
      </Box>
      <div className={classes.sliders}>
        <Control label={t('pictures.zoom')} min={1} max={4} step={0.05} value={zoom} onChange={setZoom} />
        <Control
          label={t('pictures.leftRight')}
          value={reach.x ? Math.round((-crop.x / reach.x) * 100) : 0}
          disabled={reach.x < 1}
          onChange={(share) => setCrop((at) => ({ ...at, x: (-share / 100) * reach.x }))}
        />
        <Control
          label={t('pictures.upDown')}
          value={reach.y ? Math.round((-crop.y / reach.y) * 100) : 0}
          disabled={reach.y < 1}
          onChange={(share) => setCrop((at) => ({ ...at, y: (-share / 100) * reach.y }))}
        />
      </div>
      <Group justify="space-between">
        <Button
          variant="subtle"
          color="gray"
          leftSection={<RotateCw size={16} aria-hidden />}
          onClick={() => void turn()}
          disabled={busy}
        >
          {t('pictures.turn')}
        </Button>
        <Group gap="sm">
          <Button variant="default" onClick={onBack} disabled={busy}>
            {t('pictures.back')}
          </Button>
          <Button onClick={() => void finish()} disabled={!area} loading={busy} data-autofocus>
            {t('pictures.use')}
          </Button>
        </Group>
      </Group>
    </Stack>
  );
}

interface ControlProps {
  label: string;
  min?: number;
  max?: number;
  step?: number;
  value: number;
  disabled?: boolean;
  onChange: (value: number) => void;
}

function Control({ label, min = -100, max = 100, step = 5, value, disabled, onChange }: ControlProps) {
  const id = useId();
  return (
    <>
      <Text id={id} size="sm" c="var(--quiet)">
        {label}
      </Text>
      <Slider
        thumbProps={{ 'aria-labelledby': id }}
        min={min}
        max={max}
        step={step}
        value={value}
        disabled={disabled ?? false}
        label={null}
        thumbSize={24}
        onChange={onChange}
      />
    </>
  );
}
