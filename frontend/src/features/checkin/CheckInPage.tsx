import { Alert, Button, Loader, TextInput, Title, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Camera, ScanLine } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFindMembersQuery } from '../../api/members';
import type { MemberRow } from '../../api/shapes';
import { PageHeader } from '../../components/PageHeader';
import { Person } from '../../components/Person';
import { fullName } from '../../i18n/fullName';
import { Arrivals } from './Arrivals';
import { useCheckInMutation, type Arrival } from './api';
import classes from './CheckIn.module.css';
import { EntryResult } from './EntryResult';
import { Scanner } from './Scanner';
import { useEntryRefusal } from './useEntryRefusal';

const TYPING_MS = 150;

/** The desk: a number, a code or a name in one field, and at once whether the person may enter. */
export function CheckInPage() {
  const { t } = useTranslation();
  const box = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const text = typed.trim();
  const isNumber = /^\d+$/.test(text);
  const [asked] = useDebouncedValue(text, TYPING_MS);
  const isQuestion = text !== '' && !isNumber;
  const { data: found = [], isFetching } = useFindMembersQuery(asked, {
    skip: !isQuestion || asked === '',
  });
  const [checkIn, { data: answer, error, isLoading }] = useCheckInMutation();
  const refusal = useEntryRefusal();
  const isCurrent = asked === text && !isFetching;

  const [isScanning, setIsScanning] = useState(false);
  const enter = async (arrival: Arrival) => {
    setTyped('');
    // On a phone the keyboard would cover what the camera shows.
    if (!isScanning) box.current?.focus();
    await checkIn(arrival);
  };
  const submit = () => {
    if (text === '' || isLoading) return;
    if (isNumber) void enter({ entered: text });
    else if (isCurrent && found[0]) void enter({ customer: found[0].id });
  };
  return (
    <>
      <PageHeader title={t('checkin.title')}>
        {/* Before the field: from there on it is one step to who was let in. */}
        <Button
          variant="default"
          leftSection={<Camera size={18} aria-hidden />}
          aria-expanded={isScanning}
          onClick={() => setIsScanning(!isScanning)}
        >
          {t('checkin.camera.open')}
        </Button>
      </PageHeader>
      <div className={classes.page}>
        <div className={classes.desk}>
          <form
            role="search"
            onSubmit={(event) => {
              event.preventDefault();
              submit();
            }}
          >
            <TextInput
              ref={box}
              size="xl"
              label={t('checkin.field')}
              description={t('checkin.hint')}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              leftSection={<ScanLine size={24} aria-hidden />}
              rightSection={isLoading ? <Loader size="sm" aria-label={t('checkin.working')} /> : undefined}
              autoComplete="off"
              autoFocus
              maxLength={100}
            />
          </form>
          {isScanning && (
            <Scanner
              onCode={(entered) => void enter({ entered })}
              onClose={() => {
                setIsScanning(false);
                box.current?.focus();
              }}
            />
          )}
          {isQuestion && (
            <Found rows={found} isReady={isCurrent} onPick={(customer) => void enter({ customer })} />
          )}
          <div aria-live="assertive">
            {!isQuestion && error && (
              <Alert color="red" title={t('checkin.no')}>
                {refusal(error)}
              </Alert>
            )}
            {!isQuestion && !error && answer && (
              <EntryResult
                key={`${answer.customer.id}/${answer.check_in?.id ?? 'no'}`}
                answer={answer}
                onAnyway={() => void enter({ customer: answer.customer.id, anyway: true })}
              />
            )}
          </div>
        </div>
        <Today />
      </div>
    </>
  );
}

interface FoundProps {
  rows: MemberRow[];
  isReady: boolean;
  onPick: (customer: number) => void;
}

function Found({ rows, isReady, onPick }: FoundProps) {
  const { t } = useTranslation();
  if (rows.length === 0) return <p role="status">{t(isReady ? 'list.noResults' : 'list.searching')}</p>;
  return (
    <ul className={classes.found} aria-label={t('checkin.found')}>
      {rows.map((row) => {
        const name = fullName(row);
        return (
          <li key={row.id}>
            <UnstyledButton className={classes.pick} onClick={() => onPick(row.id)}>
              <Person name={name} picture={row.picture} below={String(row.member_number)}>
                {name} <span className={classes.quiet}>{row.member_number}</span>
              </Person>
            </UnstyledButton>
          </li>
        );
      })}
    </ul>
  );
}

function Today() {
  const { t } = useTranslation();
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Title id={id} order={2} size="h4" mb="sm">
        {t('checkin.arrivals')}
      </Title>
      <Arrivals />
    </section>
  );
}
