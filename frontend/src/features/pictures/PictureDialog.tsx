import { Alert, Button, FileButton, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Camera as CameraIcon, ImageUp, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Picture } from '../../api/shapes';
import { Dialog } from '../../components/Dialog';
import { useRefusal } from '../../components/formErrors';
import { Portrait } from '../../components/Person';
import { confirmDone } from '../../components/toast';
import { useFocusBack } from '../../components/useFocusBack';
import { isHeic, readPicture } from '../../uploads/pictureFiles';
import { useUpload } from '../../uploads/useUpload';
import { addressOf, useRemovePictureMutation, type Owner } from './api';
import { Camera, hasCamera } from './Camera';
import { Cropping } from './Cropping';
import { Sending } from './Sending';

interface PictureDialogProps {
  owner: Owner;
  name: string;
  picture: Picture | null;
  onClose: () => void;
}

type Unreadable = 'broken' | 'heic';

/** From choosing a picture to seeing it: one dialog, a step at a time. */
export function PictureDialog({ owner, name, picture, onClose }: PictureDialogProps) {
  useFocusBack();
  const { t } = useTranslation();
  const isPhone = useMediaQuery('(width < 48em)');
  const [atCamera, setAtCamera] = useState(false);
  const [source, setSource] = useState<Blob | null>(null);
  const [unreadable, setUnreadable] = useState<Unreadable | null>(null);
  const [square, setSquare] = useState<Blob | null>(null);
  const { stage, upload, reset } = useUpload(addressOf(owner));

  const isShown = stage.name === 'shown';
  useEffect(() => {
    if (!isShown) return;
    confirmDone(t('pictures.shown'));
    onClose();
  }, [isShown, onClose, t]);

  const choose = async (file: File | null) => {
    if (!file) return;
    try {
      setSource(await readPicture(file));
      setUnreadable(null);
    } catch {
      setUnreadable((await isHeic(file)) ? 'heic' : 'broken');
    }
  };
  const startOver = () => {
    reset();
    setSource(null);
    setSquare(null);
    setAtCamera(false);
  };
  const put = (picture: Blob) => {
    setSquare(picture);
    void upload(picture);
  };
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('pictures.title', { name })}
      size="md"
      centered={!isPhone}
      fullScreen={isPhone}
      closeButtonProps={{ 'aria-label': t('action.close'), size: 'lg' }}
    >
      {stage.name !== 'none' ? (
        <Sending
          stage={stage}
          picture={square}
          onClose={onClose}
          onAnother={startOver}
          onAgain={() => square && void upload(square)}
        />
      ) : source ? (
        <Cropping
          key={sourceKey(source)}
          picture={source}
          onTurned={setSource}
          onBack={startOver}
          onDone={put}
        />
      ) : atCamera ? (
        <Camera
          onBack={() => setAtCamera(false)}
          onTaken={(picture) => {
            setAtCamera(false);
            setSource(picture);
          }}
        />
      ) : (
        <Choosing
          owner={owner}
          name={name}
          picture={picture}
          unreadable={unreadable}
          onFile={(file) => void choose(file)}
          onCamera={() => setAtCamera(true)}
          onRemoved={onClose}
        />
      )}
    </Dialog>
  );
}

const keys = new WeakMap<Blob, number>();
let made = 0;
/** Another picture begins with its own crop. */
function sourceKey(source: Blob): number {
  const known = keys.get(source) ?? (made += 1);
  keys.set(source, known);
  return known;
}

interface ChoosingProps {
  owner: Owner;
  name: string;
  picture: Picture | null;
  unreadable: Unreadable | null;
  onFile: (file: File | null) => void;
  onCamera: () => void;
  onRemoved: () => void;
}

function Choosing({ owner, name, picture, unreadable, onFile, onCamera, onRemoved }: ChoosingProps) {
  const { t } = useTranslation();
  const [remove, { error, isLoading }] = useRemovePictureMutation();
  const refusal = useRefusal();
  const takeAway = async () => {
    const gone = await remove(owner);
    if (gone.error) return;
    confirmDone(t('pictures.removed'));
    onRemoved();
  };
  return (
    <Stack gap="lg" align="center">
      <Portrait name={name} picture={picture} size="9rem" />
      <Text c="var(--quiet)" size="sm" ta="center" maw="38ch">
        {t('pictures.hint')}
      </Text>
      {unreadable && (
        <Alert color="red" role="alert" w="100%">
          {t(`pictures.refused.${unreadable}`)}
        </Alert>
      )}
      {error && (
        <Alert color="red" role="alert" w="100%">
          {refusal(error)}
        </Alert>
      )}
      <Stack gap="sm" w="100%">
        <FileButton accept="image/*" onChange={onFile}>
          {(props) => (
            <Button {...props} leftSection={<ImageUp size={18} aria-hidden />} data-autofocus>
              {t('pictures.choose')}
            </Button>
          )}
        </FileButton>
        {hasCamera() ? (
          <Button variant="default" leftSection={<CameraIcon size={18} aria-hidden />} onClick={onCamera}>
            {t('pictures.camera')}
          </Button>
        ) : (
          <FileButton accept="image/*" capture="user" onChange={onFile}>
            {(props) => (
              <Button {...props} variant="default" leftSection={<CameraIcon size={18} aria-hidden />}>
                {t('pictures.camera')}
              </Button>
            )}
          </FileButton>
        )}
        {picture && (
          <Button
            variant="subtle"
            color="red"
            leftSection={<Trash2 size={18} aria-hidden />}
            loading={isLoading}
            onClick={() => void takeAway()}
          >
            {t('pictures.remove')}
          </Button>
        )}
      </Stack>
    </Stack>
  );
}
