import { Button, Menu, Text } from '@mantine/core';
import { Bookmark, BookmarkPlus, Check, ChevronDown, Settings2, Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useListViewsQuery, type SavedView, type ViewQuestion, type ViewsPath } from '../api/savedViews';
import { useMe } from '../session/useMe';
import { useRefusal } from './formErrors';
import { ManageViews } from './ManageViews';
import classes from './SavedViews.module.css';
import { ViewDialog } from './ViewDialog';

/** The question to a list, by parameters of its address. */
export type QuestionText = Readonly<Record<string, string>>;

/** What the views of a list are about. */
export interface ViewsOf {
  path: ViewsPath;
  /** A question as the address holds it, each part that is asked for. */
  asText: (question: ViewQuestion) => QuestionText;
  /** The change of an address by which it asks for nothing in particular. */
  nothing: QuestionText;
  /** A name as an example. */
  example: string;
  /** That what is in the list stays when a view goes. */
  left: string;
}

interface SavedViewsProps {
  of: ViewsOf;
  question: ViewQuestion;
  onAsk: (change: Record<string, string>) => void;
}

/** A question in one text, to compare by. */
export function keyOf({ asText }: ViewsOf, question: ViewQuestion): string {
  return new URLSearchParams(Object.entries(asText(question)).toSorted()).toString();
}

/** Questions that are asked again and again, by name. The address holds the question itself, so a link to it works for everybody. */
export function SavedViews({ of, question, onAsk }: SavedViewsProps) {
  const { t } = useTranslation();
  const me = useMe();
  const refusal = useRefusal();
  const { data: views = [], error } = useListViewsQuery(of.path);
  const [opened, setOpened] = useState<'save' | 'manage' | null>(null);
  const asked = keyOf(of, question);
  const shown = views.find((view) => keyOf(of, view.question) === asked);
  const own = views.filter(({ owner }) => owner === me.id);
  const others = views.filter(({ owner }) => owner !== me.id);
  const choose = ({ question: wanted }: SavedView) => onAsk({ ...of.nothing, ...of.asText(wanted) });
  const items = (group: SavedView[]) =>
    group.map((view) => (
      <Menu.Item
        key={view.id}
        onClick={() => choose(view)}
        aria-current={view === shown || undefined}
        leftSection={<Check size={16} aria-hidden visibility={view === shown ? 'visible' : 'hidden'} />}
        rightSection={view.shared && <Users size={14} aria-label={t('views.shared')} />}
      >
        {view.name}
      </Menu.Item>
    ));
  return (
    <>
      <Menu
        position="bottom-start"
        width={280}
        // Within the page, and without a child that no menu may have.
        withinPortal={false}
        withInitialFocusPlaceholder={false}
      >
        <Menu.Target>
          <Button
            variant={shown ? 'light' : 'default'}
            leftSection={<Bookmark size={16} aria-hidden />}
            rightSection={<ChevronDown size={16} aria-hidden />}
            className={classes.opener}
            aria-label={shown ? t('views.shown', { name: shown.name }) : t('views.title')}
          >
            <Text component="span" inherit truncate visibleFrom="sm">
              {shown ? shown.name : t('views.title')}
            </Text>
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={classes.views}>
          {error && <Menu.Label role="alert">{refusal(error)}</Menu.Label>}
          {own.length > 0 && <Menu.Label>{t('views.own')}</Menu.Label>}
          {items(own)}
          {others.length > 0 && <Menu.Label>{t('views.ofOthers')}</Menu.Label>}
          {items(others)}
          {views.length === 0 && !error && <Menu.Label>{t('views.none')}</Menu.Label>}
          <Menu.Divider />
          <Menu.Item
            leftSection={<BookmarkPlus size={16} aria-hidden />}
            disabled={asked === '' || shown !== undefined}
            onClick={() => setOpened('save')}
          >
            {t('views.save')}
          </Menu.Item>
          {views.some(({ may_change: may }) => may) && (
            <Menu.Item leftSection={<Settings2 size={16} aria-hidden />} onClick={() => setOpened('manage')}>
              {t('views.manage')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {opened === 'save' && <ViewDialog of={of} question={question} onClose={() => setOpened(null)} />}
      {opened === 'manage' && (
        <ManageViews
          of={of}
          views={views.filter(({ may_change: may }) => may)}
          question={question}
          onClose={() => setOpened(null)}
        />
      )}
    </>
  );
}
