import { Button, Menu, Text } from '@mantine/core';
import { Bookmark, BookmarkPlus, Check, ChevronDown, Settings2, Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerView } from '../../api/shapes';
import { useRefusal } from '../../components/formErrors';
import { useMe } from '../../session/useMe';
import { ManageViews } from './ManageViews';
import { asText, keyOf, nothing, type MemberQuestion } from './memberQuestion';
import classes from './SavedViews.module.css';
import { ViewDialog } from './ViewDialog';
import { useListViewsQuery } from './viewsApi';

interface SavedViewsProps {
  question: MemberQuestion;
  onAsk: (change: Record<string, string>) => void;
}

/** Questions that are asked again and again, by name. The address holds the question itself, so a link to it works for everybody. */
export function SavedViews({ question, onAsk }: SavedViewsProps) {
  const { t } = useTranslation();
  const me = useMe();
  const refusal = useRefusal();
  const { data: views = [], error } = useListViewsQuery();
  const [opened, setOpened] = useState<'save' | 'manage' | null>(null);
  const asked = keyOf(question);
  const shown = views.find((view) => keyOf(view.question) === asked);
  const own = views.filter(({ owner }) => owner === me.id);
  const others = views.filter(({ owner }) => owner !== me.id);
  const choose = ({ question: wanted }: CustomerView) => onAsk({ ...nothing, ...asText(wanted) });
  const items = (of: CustomerView[]) =>
    of.map((view) => (
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
      {opened === 'save' && <ViewDialog question={question} onClose={() => setOpened(null)} />}
      {opened === 'manage' && (
        <ManageViews
          views={views.filter(({ may_change: may }) => may)}
          question={question}
          onClose={() => setOpened(null)}
        />
      )}
    </>
  );
}
