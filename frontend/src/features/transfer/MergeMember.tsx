import { Alert, Button, Group, List, Radio, Select, Skeleton, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useFindMembersQuery } from '../../api/members';
import type { Customer } from '../../api/shapes';
import { Dialog } from '../../components/Dialog';
import { useRefusal } from '../../components/formErrors';
import { RequestFailed } from '../../components/RequestFailed';
import { confirmDone } from '../../components/toast';
import { fullName } from '../../i18n/fullName';
import { useMergeMembersMutation, usePreviewMergeQuery, type MergeChoice, type MergePreview } from './api';
import classes from './Transfer.module.css';
import { usePartName } from './usePartName';

/** Picks the other record, then shows side by side what stays, what moves and what is to be decided. */
export function MergeMember({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const [question, setQuestion] = useSearchParams();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 250);
  const { data = [], isFetching } = useFindMembersQuery(search, { skip: search === '' });
  const other = Number(question.get('merge')) || null;
  const pick = (id: string | null) => setQuestion(id ? { merge: id } : {}, { replace: true });
  return (
    <>
      <Select
        label={t('transfer.other')}
        placeholder={t('transfer.otherPlaceholder')}
        searchable
        maw={420}
        value={null}
        searchValue={typed}
        onSearchChange={setTyped}
        filter={({ options }) => options}
        nothingFoundMessage={search && !isFetching ? t('transfer.nobody') : null}
        data={data
          .filter(({ id }) => id !== customer.id)
          .map((one) => ({
            value: String(one.id),
            label: `${fullName(one)} · #${one.member_number} · ${one.email || one.phone_number}`,
          }))}
        onChange={pick}
      />
      <Dialog
        opened={other !== null}
        onClose={() => pick(null)}
        title={t('transfer.mergeTitle')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        {other !== null && <Comparing customer={customer} other={other} onClose={() => pick(null)} />}
      </Dialog>
    </>
  );
}

function Comparing({ customer, other, onClose }: { customer: Customer; other: number; onClose: () => void }) {
  const { data, error, refetch } = usePreviewMergeQuery({ id: customer.id, other });
  if (error) return <RequestFailed error={error} onRetry={refetch} />;
  if (!data) return <Skeleton h={320} aria-busy />;
  return <Deciding preview={data} onClose={onClose} />;
}

function Deciding({ preview, onClose }: { preview: MergePreview; onClose: () => void }) {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const partName = usePartName();
  const [merge, { error, isLoading }] = useMergeMembersMutation();
  const [chosen, setChosen] = useState<Record<string, MergeChoice['chosen']>>({});
  const [standing, setStanding] = useState<Record<number, number>>({});
  const [login, setLogin] = useState<'kept' | 'merged'>('kept');
  const { kept, merged, choices, moves, overlaps } = preview;
  const decided = overlaps.every((_, at) => standing[at] !== undefined);
  const confirm = async () => {
    const aside = overlaps.map(({ first, second }, at) => (standing[at] === first.id ? second.id : first.id));
    const answer = await merge({
      id: kept.id,
      other: merged.id,
      fields_from: Object.fromEntries(
        choices.map(({ field, chosen: usual }) => [field, chosen[field] ?? usual]),
      ),
      void: [...new Set(aside)],
      ...(preview.both_have_logins ? { login } : {}),
    });
    if (answer.error) return;
    confirmDone(t('transfer.merged'));
    onClose();
  };
  return (
    <Stack>
      <Text>
        {t('transfer.mergeInto', {
          kept: `${fullName(kept)} #${kept.member_number}`,
          merged: `${fullName(merged)} #${merged.member_number}`,
        })}
      </Text>
      <div>
        {choices.map((choice) => (
          <fieldset key={choice.field} className={classes.choice}>
            <legend>{t(`transfer.mergeField.${choice.field}`)}</legend>
            <Radio.Group
              value={chosen[choice.field] ?? choice.chosen}
              onChange={(whose) => setChosen({ ...chosen, [choice.field]: whose })}
            >
              <div className={classes.options}>
                <Radio value="kept" label={choice.kept || t('transfer.nothing')} />
                <Radio value="merged" label={choice.merged || t('transfer.nothing')} />
                {choice.field === 'notes' && <Radio value="both" label={t('transfer.both')} />}
              </div>
            </Radio.Group>
          </fieldset>
        ))}
      </div>
      {overlaps.map(({ first, second }, at) => (
        <Radio.Group
          key={at}
          label={t('transfer.overlap')}
          description={t('transfer.overlapText')}
          value={String(standing[at] ?? '')}
          onChange={(id) => setStanding({ ...standing, [at]: Number(id) })}
        >
          <Stack gap="xs" mt="xs">
            {[first, second].map((membership) => (
              <Radio
                key={membership.id}
                value={String(membership.id)}
                label={`${membership.plan_name}, ${membership.starts_on} – ${membership.ends_on ?? '…'}`}
              />
            ))}
          </Stack>
        </Radio.Group>
      ))}
      {preview.both_have_logins && (
        <Radio.Group
          label={t('transfer.logins')}
          description={t('transfer.loginsText')}
          value={login}
          onChange={(whose) => setLogin(whose)}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="kept" label={kept.email} />
            <Radio value="merged" label={merged.email} />
          </Stack>
        </Radio.Group>
      )}
      {Object.keys(moves).length > 0 && (
        <div>
          <Text fw={550}>{t('transfer.moves')}</Text>
          <List size="sm">
            {Object.entries(moves).map(([name, count]) => (
              <List.Item key={name}>{`${partName(name)}: ${count}`}</List.Item>
            ))}
          </List>
        </div>
      )}
      {error && (
        <Alert color="red" role="alert">
          {refusal(error)}
        </Alert>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button disabled={!decided} loading={isLoading} onClick={() => void confirm()}>
          {t('transfer.mergeConfirm')}
        </Button>
      </Group>
    </Stack>
  );
}
