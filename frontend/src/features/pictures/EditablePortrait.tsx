import { UnstyledButton } from '@mantine/core';
import { Camera } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Picture } from '../../api/shapes';
import { Portrait } from '../../components/Person';
import type { Owner } from './api';
import { PictureDialog } from './PictureDialog';
import classes from './Pictures.module.css';

interface EditablePortraitProps {
  owner: Owner;
  name: string;
  picture: Picture | null;
  size: string;
}

/** A person's picture that opens the dialog in which to change it. */
export function EditablePortrait({ owner, name, picture, size }: EditablePortraitProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const close = useCallback(() => setOpened(false), []);
  return (
    <>
      <UnstyledButton
        className={classes.editable}
        aria-label={t('pictures.change', { name })}
        onClick={() => setOpened(true)}
      >
        <Portrait name={name} picture={picture} size={size} />
        <span className={classes.badge}>
          <Camera size={14} aria-hidden />
        </span>
      </UnstyledButton>
      {opened && <PictureDialog owner={owner} name={name} picture={picture} onClose={close} />}
    </>
  );
}
