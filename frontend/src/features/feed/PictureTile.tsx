import { ActionIcon, Button, Group, Progress, Text, TextInput } from '@mantine/core';
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useObjectUrl } from '../../uploads/useObjectUrl';
import { useUpload } from '../../uploads/useUpload';
import { useUploadRefusal } from '../../uploads/useUploadRefusal';
import classes from './Feed.module.css';

/** As the server has it (`social/models/picture.py`). */
const MOST_ALT = 300;

export interface Draft {
  key: string;
  file: Blob;
  alt: string;
  /** What it is called once it may be posted. */
  id: string | null;
  isRefused: boolean;
}

interface PictureTileProps {
  draft: Draft;
  at: number;
  of: number;
  onChange: (change: Partial<Draft>) => void;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
}

/** A picture of a post that is being written: on its way from when it is there. */
export function PictureTile({ draft, at, of, onChange, onMove, onRemove }: PictureTileProps) {
  const { t } = useTranslation();
  const url = useObjectUrl(draft.file);
  const { stage, id, upload } = useUpload('/api/posts/pictures/');
  const refusal = useUploadRefusal()(stage);
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    void upload(draft.file);
  });
  const ready = stage.name === 'shown' ? id : null;
  const isRefused = refusal !== null;
  useEffect(() => {
    if (ready !== draft.id || isRefused !== draft.isRefused) onChange({ id: ready, isRefused });
  }, [ready, isRefused, draft.id, draft.isRefused, onChange]);
  const which = { at: at + 1, of };
  const move = (by: 1 | -1) => ({
    'aria-disabled': at + by < 0 || at + by >= of,
    onClick: () => onMove(by),
  });
  return (
    <li className={classes.tile}>
      <div className={classes.preview}>
        {url && <img src={url} alt="" />}
        {(stage.name === 'sending' || stage.name === 'checking') && (
          <Progress
            className={classes.under}
            value={stage.name === 'sending' ? stage.share * 100 : 100}
            animated={stage.name === 'checking'}
            aria-label={t(stage.name === 'sending' ? 'pictures.sending' : 'pictures.checking')}
          />
        )}
      </div>
      <div>
        <TextInput
          label={t('feed.alt', which)}
          placeholder={t('feed.altHint')}
          maxLength={MOST_ALT}
          value={draft.alt}
          onChange={({ currentTarget }) => onChange({ alt: currentTarget.value })}
          error={refusal}
        />
        <Group gap={4} mt={4}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('feed.earlier', which)}
            {...move(-1)}
          >
            <ArrowUp size={18} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('feed.later', which)}
            {...move(1)}
          >
            <ArrowDown size={18} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('feed.removePicture', which)}
            onClick={onRemove}
          >
            <Trash2 size={18} aria-hidden />
          </ActionIcon>
          {stage.name === 'failed' && (
            <Button variant="default" size="compact-sm" onClick={() => void upload(draft.file)}>
              {t('action.retry')}
            </Button>
          )}
          <Text size="sm" c="var(--quiet)" role="status">
            {stage.name === 'checking' && t('pictures.checking')}
          </Text>
        </Group>
      </div>
    </li>
  );
}
