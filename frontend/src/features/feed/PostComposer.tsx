import { Alert, Button, FileButton, Group, Textarea, VisuallyHidden } from '@mantine/core';
import { zodResolver } from '@hookform/resolvers/zod';
import { ImagePlus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { FormRefusal } from '../../components/FormRefusal';
import { useFieldMessages, useServerErrors } from '../../components/formErrors';
import classes from './Feed.module.css';
import { PictureTile } from './PictureTile';
import { useDrafts } from './useDrafts';
import { useCreatePostMutation } from './writingApi';

/** As the server has it (`social/models/post.py`). */
export const MOST = 5000;

/** Where a post is written. What was typed and chosen stays until the server has taken it. */
export function PostComposer() {
  const { t } = useTranslation();
  const [create] = useCreatePostMutation();
  const { drafts, refusals, isFull, add, change, remove, move, clear } = useDrafts();
  // The same for each try: what arrived without an answer isn't said twice.
  const [clientId, setClientId] = useState(() => crypto.randomUUID());
  const form = useForm({
    resolver: zodResolver(z.object({ text: z.string().max(MOST, 'validation.tooLong') })),
    defaultValues: { text: '' },
  });
  const { errors, isSubmitting } = form.formState;
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const isEmpty = useWatch({ control: form.control, name: 'text' }).trim() === '';
  const adding = useRef<HTMLButtonElement>(null);
  const [moved, setMoved] = useState('');
  // Pressed while pictures are on their way it is posted when they are there.
  const [isAsked, setAsked] = useState(false);
  const hasRefused = drafts.some((draft) => draft.isRefused);
  const isReady = drafts.every((draft) => draft.id !== null);

  const send = form.handleSubmit(async ({ text }) => {
    const pictures = drafts.map(({ id, alt }) => ({ id: id ?? '', alt: alt.trim() }));
    const { error } = await create({ text, client_id: clientId, pictures });
    if (error !== undefined) {
      showErrors(error);
      return;
    }
    form.reset();
    clear();
    setClientId(crypto.randomUUID());
  });
  const sending = useRef(send);
  useEffect(() => {
    sending.current = send;
  });
  useEffect(() => {
    if (!isAsked || !isReady) return;
    void sending.current().finally(() => setAsked(false));
  }, [isAsked, isReady]);

  const isWaiting = isSubmitting || (isAsked && !hasRefused);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
      }}
      noValidate
    >
      <FormRefusal message={message('root')} />
      <Textarea
        {...form.register('text')}
        aria-label={t('feed.write')}
        placeholder={t('feed.writeHint')}
        autosize
        minRows={1}
        maxRows={12}
        error={message('text')}
      />
      {drafts.length > 0 && (
        <ol className={classes.tiles} aria-label={t('feed.pictures')}>
          {drafts.map((draft, at) => (
            <PictureTile
              key={draft.key}
              draft={draft}
              at={at}
              of={drafts.length}
              onChange={(changed) => change(draft.key, changed)}
              onMove={(by) => {
                const pressed = document.activeElement;
                flushSync(() => move(at, by));
                // Its place in the page is another now, which takes the focus away.
                if (pressed instanceof HTMLElement) pressed.focus();
                if (drafts[at + by]) setMoved(t('feed.movedTo', { at: at + by + 1, of: drafts.length }));
              }}
              onRemove={() => {
                setAsked(false);
                remove(draft.key);
                adding.current?.focus();
              }}
            />
          ))}
        </ol>
      )}
      <VisuallyHidden role="status">{moved}</VisuallyHidden>
      {refusals.length > 0 && (
        <Alert color="red" role="alert" mt="xs">
          {refusals.map((refusal) => (
            <div key={refusal}>{refusal}</div>
          ))}
        </Alert>
      )}
      {isAsked && hasRefused && (
        <Alert color="red" role="alert" mt="xs">
          {t('feed.picturesRefused')}
        </Alert>
      )}
      <Group justify="space-between" mt="xs" gap="xs">
        <FileButton accept="image/*" multiple onChange={(files) => void add(files)} disabled={isFull}>
          {(props) => (
            <Button
              {...props}
              ref={adding}
              variant="subtle"
              size="sm"
              disabled={isFull}
              leftSection={<ImagePlus size={18} aria-hidden />}
            >
              {t('feed.addPictures')}
            </Button>
          )}
        </FileButton>
        {(!isEmpty || drafts.length > 0) && (
          <Button type="submit" size="sm" loading={isWaiting} disabled={isEmpty}>
            {t('feed.post')}
          </Button>
        )}
      </Group>
    </form>
  );
}
