import type { Other } from './catalogues.js';

// The field's words as Microsoft's own pages have them in each language, and ours for what those pages have no noun for. Each
// with the forms in which the catalogues use them; of Chinese, which has no spaces, a form may stand in a longer word.

export interface Term {
  readonly english: readonly string[];
  /** Where English means something else by it. */
  readonly but?: readonly string[];
  /** Keys whose English means something else by it. */
  readonly not?: readonly string[];
  readonly is: Readonly<Record<Other, readonly string[]>>;
}

/** `forms('клиент', 'а у')`: клиент, клиента, клиенту. An ending of `-` is none. */
function forms(stem: string, endings: string): string[] {
  return endings.split(' ').map((ending) => (ending === '-' ? stem : stem + ending));
}

/** What Microsoft itself does with older subscriptions: Russian calls that otherwise than our own work. */
export const MICROSOFTS_MIGRATION = [
  'checklist.migration-through',
  'checklist.migration-through-past',
  'checklist.note-portal',
  'checklist.started',
  'choice.route.new-commerce',
  'choice.step.started',
  'route.new-commerce',
  'routestep.started',
];

export const TERMS = {
  'Partner Center': {
    english: ['Partner Center'],
    is: {
      fr: ['Espace partenaires'],
      ru: forms('Центр', '- а у ом е').map((form) => `${form} партнеров`),
      'pt-BR': ['Partner Center'],
      'zh-CN': ['合作伙伴中心'],
      es: ['Centro de partners'],
    },
  },
  'Cloud Solution Provider program (CSP)': {
    english: ['Cloud Solution Provider program (CSP)'],
    is: {
      fr: ['programme Fournisseur de solutions Cloud (CSP)'],
      ru: forms('программ', 'а ы е у ой').map((form) => `${form} Cloud Solution Provider (CSP)`),
      'pt-BR': ['programa Provedor de Soluções na Nuvem (CSP)'],
      'zh-CN': ['云解决方案提供商计划 (CSP)'],
      es: ['Programa Proveedor de soluciones en la nube (CSP)'],
    },
  },
  customer: {
    english: ['customer', 'customers'],
    // The name of a document.
    but: ['Customer Agreement'],
    is: {
      fr: ['client', 'clients'],
      ru: forms('клиент', '- а у ом е ы ов ам ами ах'),
      'pt-BR': ['cliente', 'clientes'],
      'zh-CN': ['客户'],
      es: ['cliente', 'clientes'],
    },
  },
  'reseller relationship': {
    english: ['reseller relationship'],
    is: {
      fr: ['relation de revendeur'],
      ru: forms('взаимоотношени', 'я й ям ями ях').map((form) => `${form} с торговым посредником`),
      'pt-BR': ['relação de revenda'],
      'zh-CN': ['经销商关系'],
      es: ['relación de revendedor'],
    },
  },
  invitation: {
    english: ['invitation', 'invitations', 'invited'],
    is: {
      fr: ['invitation', 'invitations', 'invité', 'invitée'],
      ru: [...forms('приглашени', 'е я ю ем и й ям ями ях'), ...forms('приглашен', '- а о ы')],
      'pt-BR': ['convite', 'convites', 'convidado', 'convidada'],
      'zh-CN': ['邀请'],
      es: ['invitación', 'invitaciones', 'invitado', 'invitada'],
    },
  },
  accept: {
    english: ['accepted', 'accept', 'accepts'],
    is: {
      fr: ['accepter', 'accepte', 'accepté', 'acceptée', 'acceptés', 'accepté', 'acceptation'],
      ru: [...forms('прин', 'ять ял яла яли ято ята яты ятие ятия'), ...forms('прим', 'ет ут'), 'принимает'],
      'pt-BR': ['aceitar', 'aceitou', 'aceita', 'aceitado', 'aceito', 'aceite', 'aceitem', 'aceitação', 'aceitando'],
      'zh-CN': ['接受'],
      es: ['aceptar', 'acepta', 'aceptó', 'aceptado', 'acepte', 'aceptada', 'aceptación'],
    },
  },
  subscription: {
    english: ['subscription', 'subscriptions'],
    // So Slack calls a page of its own.
    but: ['Event Subscriptions'],
    is: {
      fr: ['abonnement', 'abonnements'],
      ru: [...forms('подписк', 'а и е у ой ам ами ах'), 'подписок'],
      'pt-BR': ['assinatura', 'assinaturas'],
      'zh-CN': ['订阅'],
      es: ['suscripción', 'suscripciones'],
    },
  },
  original: {
    english: ['original', 'originals'],
    is: {
      fr: ['d’origine'],
      ru: forms('исходн', 'ая ой ую ые ых ым ыми ом ого ое'),
      'pt-BR': ['original', 'originais'],
      'zh-CN': ['原始订阅', '原始'],
      es: ['original', 'originales'],
    },
  },
  replacement: {
    english: ['replacement', 'replacements'],
    is: {
      fr: ['nouvel abonnement', 'nouveaux abonnements'],
      ru: [...forms('нов', 'ая ой ую ые ых ым ыми')].flatMap((form) =>
        [
          'подписка',
          'подписки',
          'подписке',
          'подписку',
          'подпиской',
          'подписок',
          'подпискам',
          'подписками',
          'подписках',
        ].map((noun) => `${form} ${noun}`),
      ),
      'pt-BR': ['nova assinatura', 'novas assinaturas'],
      'zh-CN': ['新订阅'],
      es: ['nueva suscripción', 'nuevas suscripciones'],
    },
  },
  offer: {
    english: ['offer', 'offers'],
    is: {
      fr: ['offre', 'offres'],
      ru: forms('предложени', 'е я ю ем и й ям ями ях'),
      'pt-BR': ['oferta', 'ofertas'],
      'zh-CN': ['产品/服务'],
      es: ['oferta', 'ofertas'],
    },
  },
  seats: {
    english: ['seat', 'seats'],
    is: {
      fr: ['licence', 'licences'],
      ru: [
        'рабочее место',
        'рабочего места',
        'рабочих места',
        'рабочих мест',
        'рабочие места',
        'рабочим местам',
        'рабочих местах',
        'рабочими местами',
        'рабочему месту',
      ],
      'pt-BR': ['assento', 'assentos'],
      'zh-CN': ['席位'],
      es: ['puesto', 'puestos'],
    },
  },
  provision: {
    english: ['provision', 'provisioned', 'provisioning'],
    is: {
      fr: ['configurer', 'configurez', 'configuré', 'configurés', 'configurée', 'configuration'],
      ru: [...forms('подготов', 'ить ьте лена лено лены ка ке ки лен ив')],
      'pt-BR': ['provisionar', 'provisione', 'provisionado', 'provisionada', 'provisionados', 'provisionamento'],
      'zh-CN': ['预配'],
      es: ['aprovisionar', 'aprovisiona', 'aprovisionado', 'aprovisionada', 'aprovisionamiento', 'aprovisionando'],
    },
  },
  expire: {
    english: ['expire', 'expires', 'expired'],
    is: {
      fr: ['expirer', 'expire', 'expiré', 'expirent', 'expiration'],
      ru: [...forms('исте', 'кает кают к кла кло кли чет чь кший кшей кшие чение чения чением чению')],
      'pt-BR': [
        'expirar',
        'expira',
        'expirou',
        'expirado',
        'expirem',
        'expirada',
        'expiram',
        'expirarem',
        'expire',
        'expiração',
      ],
      'zh-CN': ['过期', '到期'],
      es: ['expirar', 'expira', 'expiró', 'expirado', 'expirada', 'expiren', 'expire', 'expiran', 'expiración'],
    },
  },
  cancel: {
    english: ['cancel', 'cancelled', 'cancelling', 'cancellation'],
    is: {
      fr: ['annuler', 'annulé', 'annulée', 'annulés', 'annulez', 'annule', 'annulation', 'annuliez'],
      ru: [...forms('отмен', 'а ы е у ой ить ена ены ено яйте ите енной ять ен енную енная яется яют')],
      'pt-BR': [
        'cancelar',
        'cancelada',
        'cancelado',
        'canceladas',
        'cancele',
        'cancelamento',
        'cancelou',
        'cancela',
        'cancelem',
      ],
      'zh-CN': ['取消'],
      es: [
        'cancelar',
        'cancelada',
        'cancelado',
        'canceló',
        'canceladas',
        'cancela',
        'cancele',
        'cancelación',
        'cancelarla',
        'cancelarse',
        'cancelen',
        'cancelarlas',
        'cancelará',
      ],
    },
  },
  refund: {
    english: ['refund', 'refunded', 'refunds'],
    is: {
      fr: ['remboursement', 'remboursé', 'remboursée', 'rembourser', 'remboursés'],
      ru: [...forms('возмещ', 'ение ения ается аются ено')],
      'pt-BR': ['reembolso', 'reembolsado', 'reembolsada', 'reembolsar'],
      'zh-CN': ['退款'],
      es: ['devolución', 'devuelve', 'devuelven'],
    },
  },
  'reassign licenses': {
    english: [
      'licences must be reassigned',
      'reassign licences',
      'reassign the licences',
      'licence has to be reassigned',
      'licences reassigned',
    ],
    is: {
      fr: ['réaffecter', 'réaffectez', 'réaffectée', 'réaffectées'],
      ru: [...forms('переназнач', 'ать ить ьте ены айте ение')],
      'pt-BR': ['reatribuir', 'reatribua', 'reatribuídas', 'reatribuída'],
      'zh-CN': ['重新分配'],
      es: ['volver a asignar', 'vuelve a asignar', 'vueltas a asignar', 'asignación de licencias'],
    },
  },
  licence: {
    english: ['licence', 'licences'],
    is: {
      fr: ['licence', 'licences'],
      ru: forms('лицензи', 'я и ю ей й ям ями ях'),
      'pt-BR': ['licença', 'licenças'],
      'zh-CN': ['许可证'],
      es: ['licencia', 'licencias'],
    },
  },
  'without interruption': {
    english: ['without interruption'],
    is: {
      fr: ['sans interruption'],
      ru: ['без перерыва'],
      'pt-BR': ['sem interrupção'],
      'zh-CN': ['不会发生中断'],
      es: ['sin interrupciones'],
    },
  },
  migration: {
    english: ['migration', 'migrations'],
    not: MICROSOFTS_MIGRATION,
    is: {
      fr: ['migration', 'migrations'],
      ru: forms('перенос', '- а у ом е ы ов ам ами ах'),
      'pt-BR': ['migração', 'migrações'],
      'zh-CN': ['迁移'],
      es: ['migración', 'migraciones'],
    },
  },
  route: {
    english: ['route', 'routes'],
    is: {
      fr: ['parcours'],
      ru: forms('пут', 'ь и ем ей ям ями ях'),
      'pt-BR': ['caminho', 'caminhos'],
      'zh-CN': ['途径'],
      es: ['vía', 'vías'],
    },
  },
  source: {
    english: ['source'],
    is: {
      fr: ['provenance'],
      ru: forms('источник', '- а у ом е и ов'),
      'pt-BR': ['origem'],
      'zh-CN': ['来源'],
      es: ['origen'],
    },
  },
  'act by': {
    english: ['Act by'],
    is: {
      fr: ['À faire avant le', 'à faire avant le'],
      ru: ['Выполнить до', 'выполнить до'],
      'pt-BR': ['Fazer até', 'fazer até'],
      'zh-CN': ['截止日期'],
      es: ['Hacer antes del', 'hacer antes del'],
    },
  },
  owner: {
    english: ['owner', 'owners'],
    is: {
      fr: ['responsable', 'responsables'],
      ru: forms('ответственн', 'ый ого ому ым ом ые ых'),
      'pt-BR': ['responsável', 'responsáveis'],
      'zh-CN': ['负责人', '负责'],
      es: ['responsable', 'responsables'],
    },
  },
  deputy: {
    english: ['deputy', 'deputies'],
    is: {
      fr: ['suppléant', 'suppléants'],
      ru: forms('заместител', 'ь я ю ем е и ей ям ями'),
      'pt-BR': ['suplente', 'suplentes'],
      'zh-CN': ['代理人'],
      es: ['suplente', 'suplentes'],
    },
  },
  approver: {
    english: ['approver', 'approvers'],
    is: {
      fr: ['approbateur', 'approbateurs'],
      ru: forms('утверждающ', 'ий его ему им ем ие их'),
      'pt-BR': ['aprovador', 'aprovadores'],
      'zh-CN': ['审批人'],
      es: ['aprobador', 'aprobadores'],
    },
  },
  reminder: {
    english: ['reminder', 'reminders'],
    is: {
      fr: ['rappel', 'rappels'],
      ru: forms('напоминани', 'е я ю ем и й ям ями ях'),
      'pt-BR': ['lembrete', 'lembretes'],
      'zh-CN': ['提醒'],
      es: ['recordatorio', 'recordatorios'],
    },
  },
  digest: {
    english: ['digest', 'digests'],
    is: {
      fr: ['récapitulatif', 'récapitulatifs'],
      ru: [...forms('сводк', 'а и е у ой ам'), 'сводок'],
      'pt-BR': ['resumo', 'resumos'],
      'zh-CN': ['摘要'],
      es: ['resumen', 'resúmenes'],
    },
  },
  snooze: {
    english: ['snooze', 'snoozed', 'snoozing'],
    is: {
      fr: ['reporter', 'reporté', 'reportés', 'reporté', 'report', 'reports'],
      ru: [...forms('отло', 'жить жен жена жено жены жите'), ...forms('отклад', 'ывать ывание ывает')],
      'pt-BR': ['adiar', 'adiado', 'adiada', 'adiadas', 'adiados', 'adiamento', 'adiamentos'],
      'zh-CN': ['稍后提醒'],
      es: ['posponer', 'pospuesto', 'pospuesta', 'pospuestas', 'pospuestos', 'aplazamiento'],
    },
  },
  incident: {
    english: ['incident', 'incidents'],
    is: {
      fr: ['incident', 'incidents'],
      ru: forms('инцидент', '- а у ом е ы ов'),
      'pt-BR': ['incidente', 'incidentes'],
      'zh-CN': ['事故'],
      es: ['incidencia', 'incidencias'],
    },
  },
  'Microsoft’s migration': {
    english: ['Microsoft’s migration'],
    is: {
      fr: ['migration par Microsoft', 'migration Microsoft', 'migration de Microsoft'],
      ru: ['миграция Microsoft'],
      'pt-BR': ['migração da Microsoft'],
      'zh-CN': ['Microsoft 的迁移', 'Microsoft 迁移'],
      es: ['migración de Microsoft'],
    },
  },
  'menu path': {
    english: ['Dashboard > Customers > Request a reseller relationship'],
    is: {
      fr: ['Tableau de bord > Clients > Demander une relation de revendeur'],
      ru: ['Информационная панель > Клиенты > Запросить установление взаимоотношений с торговым посредником'],
      'pt-BR': ['Painel > Clientes > Solicitar uma relação de revenda'],
      'zh-CN': ['仪表板 > 客户 > 请求经销商关系'],
      es: ['Panel > Clientes > Solicitar una relación de revendedor'],
    },
  },
} as const satisfies Record<string, Term>;

/** A sentence that is better without the term. */
export interface Exception {
  readonly key: string;
  readonly term: keyof typeof TERMS;
  readonly languages: readonly Other[];
  readonly why: string;
}

export const EXCEPTIONS: readonly Exception[] = [
  {
    key: 'checklist.note-limits',
    term: 'replacement',
    languages: ['ru'],
    why: '“both subscriptions, the original and the new one”: the noun stands once for both',
  },
  {
    key: 'forecast.incident',
    term: 'replacement',
    languages: ['ru'],
    why: '“the subscription renewed though the new one is active”: the noun stands once for both',
  },
  {
    key: 'summary.remove',
    term: 'replacement',
    languages: ['es'],
    why: '“a subscription, original or new”: the noun stands once for both',
  },
  {
    key: 'refusal.deputy-is-owner',
    term: 'deputy',
    languages: ['fr'],
    why: 'the role instead of the person, whose gender nobody knows',
  },
  {
    key: 'refusal.owner-is-deputy',
    term: 'deputy',
    languages: ['fr', 'ru'],
    why: 'the role instead of the person, whose gender nobody knows',
  },
  {
    key: 'label.leads',
    term: 'reminder',
    languages: ['ru'],
    why: 'the verb instead of the noun, since a label is short',
  },
];
