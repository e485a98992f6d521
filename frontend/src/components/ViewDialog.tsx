import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Checkbox, Group, Stack, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import {
  useChangeViewMutation,
  useCreateViewMutation,
  type SavedView,
  type ViewQuestion,
} from '../api/savedViews';
import { Dialog } from './Dialog';
import { useFieldMessages, useServerErrors } from './formErrors';
import { FormRefusal } from './FormRefusal';
import { keyOf, type ViewsOf } from './SavedViews';
import { confirmDone } from './toast';

const schema = z.object({
  name: z.string().trim().min(1, 'validation.required').max(80, 'validation.tooLong'),
  shared: z.boolean(),
});

interface ViewDialogProps {
  of: ViewsOf;
  /** One that is there, to be changed; none: what the list shows is saved under a name. */
  view?: SavedView;
  question: ViewQuestion;
  onClose: () => void;
}

export function ViewDialog({ of, view, question, onClose }: ViewDialogProps) {
  const { t } = useTranslation();
  const form = useForm({
    mode: 'onTouched',
    resolver: zodResolver(schema),
    defaultValues: { name: view?.name ?? '', shared: view?.shared ?? false },
  });
  const { errors, isSubmitting } = form.formState;
  const message = useFieldMessages(errors);
  const showErrors = useServerErrors(form);
  const [create] = useCreateViewMutation();
  const [change] = useChangeViewMutation();
  const [asksAnew, setAsksAnew] = useState(false);
  const differs = view && keyOf(of, question) !== '' && keyOf(of, view.question) !== keyOf(of, question);

  const submit = form.handleSubmit(async (values) => {
    const { data, error } = view
      ? await change({
          path: of.path,
          id: view.id,
          version: view.version,
          change: { ...values, ...(asksAnew && { question }) },
        })
      : await create({ path: of.path, values: { ...values, question } });
    if (!data) {
      showErrors(error);
      return;
    }
    confirmDone(t('views.saved', { name: data.name }));
    onClose();
  });
  return (
    <Dialog
      opened
      onClose={onClose}
      title={view ? t('views.edit', { name: view.name }) : t('views.saveTitle')}
      centered
      zIndex={310}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack>
          <FormRefusal message={message('root')} />
          <TextInput
            {...form.register('name')}
            label={t('field.name')}
            placeholder={of.example}
            error={message('name')}
            maxLength={80}
            data-autofocus
          />
          <Switch {...form.register('shared')} label={t('views.share')} description={t('views.shareHint')} />
          {differs && (
            <Checkbox
              label={t('views.askAnew')}
              checked={asksAnew}
              onChange={(event) => setAsksAnew(event.currentTarget.checked)}
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('views.leave')}
            </Button>
            <Button type="submit" loading={isSubmitting}>
              {t('views.keep')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
