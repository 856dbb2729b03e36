import { describe, expect, it } from 'vitest';
import { type Country, expectInOrder, story } from './story.js';

/** Whoever reads Simplified Chinese, and sells in Singapore. */
const SINGAPORE: Country = { language: 'zh-CN', locale: 'zh-Hans-SG', zone: 'Asia/Shanghai', code: 'SG' };

describe('the Chinese page of 2018', () => {
  it('moves a subscription of Open Value with its add-on, the one cancelled near its end, the other left to expire', async () => {
    const { say, says, tells, until, expectCarriedOn } = await story(SINGAPORE);
    const rung = { recommended: { day: '2027-01-24' }, latest: { day: '2027-01-31' } };

    // From one licence program into another nothing moves by itself; single customers are moved by hand.
    await say(
      '开始 contoso.com source=open-value country=SG offer="Microsoft 365 E3" seats=30 ends=2027年1月31日 renewal=unknown',
    );
    await say('添加 M1 offer="Microsoft 365 Audio Conferencing" seats=30 ends=2027/1/31 renewal=ends addon-of=M1.1');
    const card = await say('显示 M1');
    expect(card).toContain(says('source.note.open-value', { id: 'M1' }));
    expect(card).toContain(says('note.addon-base', { id: 'M1.2', base: 'M1.1' }));
    await say('更改 M1.1 renewal=ends');

    // 1. Customers, then ask for the reseller's relationship.
    expect(await say('邀请 M1')).toContain('在合作伙伴中心：仪表板 > 客户 > 请求经销商关系');
    const checklist = await say('清单 M1');
    expect(checklist).toContain('其他渠道和其他合作伙伴都保持不变');
    expectInOrder(checklist, [
      '请求经销商关系并发送邀请',
      '接受',
      '预配相同的产品/服务和席位',
      '重新分配许可证',
      '不会退款：让原始订阅过期，或在临近结束时取消',
      '不会发生中断',
    ]);

    // 2. Once accepted, subscriptions and seats as wanted. The add-on needs its base first.
    await say('接受 M1 agreement=2026年11月20日');
    expect(await until('2027-01-22')).toEqual(
      ['2026-12-02', '2027-01-01', '2027-01-15', '2027-01-22'].flatMap((day) => [
        `${day} ${tells('M1.1 · contoso.com', 'rung.provision', rung)}`,
        `${day} ${tells('M1.2 · contoso.com', 'rung.provision', rung)}`,
      ]),
    );
    expect(await say('预配 M1.2')).toContain(says('finding.base-first', { addon: 'M1.2', base: 'M1.1' }));
    expect(await say('预配 M1.1')).toContain('M1.R1 已预配：Microsoft 365 E3，30 个席位');
    expect(await say('预配 M1.2')).toContain('M1.R2 已预配：Microsoft 365 Audio Conferencing，30 个席位');
    const ready = await say('显示 M1');
    expect(ready).toContain(says('stage.ending'));
    // The same products as before: no licence is assigned again, and the users have no interruption.
    expect(ready).toContain('M1.R1：相同的产品/服务，席位足够。无需重新分配许可证');
    expect(ready).toContain('M1.R2：相同的产品/服务，席位足够。无需重新分配许可证');

    // 3. Cancelled or left to expire. For a cancellation there is no refund, so near the end: a day too early it is asked.
    expect(await until('2027-01-23')).toEqual([]);
    const early = await say('结束 M1.2 cancelled');
    expect(early).toContain('通常不会退款，因此取消会损失 8 天已付费时间');
    expect(early).toContain('让它自行过期');
    expect(await until('2027-01-28')).toEqual([]);
    expect(await say('结束 M1.1 cancelled')).toContain(says('finding.addon-first', { addon: 'M1.2', id: 'M1.1' }));
    expect(await say('结束 M1.2 cancelled')).toContain(
      says('changed.cancelled', { original: 'M1.2', on: { day: '2027-01-28' }, days: 3, worth: 'unknown' }),
    );
    expect(await say('显示 M1')).toContain(says('stage.ending'));
    // 09:00 in Shanghai is after midnight in UTC, where the last day is counted.
    expect(await until('2027-02-01')).toEqual([
      `2027-02-01 ${tells('M1.1 · contoso.com', 'rung.end-passed', { latest: { day: '2027-01-31' } })}`,
    ]);
    expect(await say('结束 M1.1 expired')).toContain('过期');

    // 4. The customer goes on with what was provisioned, and nothing stops in between.
    await expectCarriedOn('M1');
  });

  it('says with the order itself that another offer means new licences', async () => {
    const { say } = await story(SINGAPORE);
    await say('开始 contoso.com source=open country=SG offer="Office 365 E3" seats=12 ends=2027年1月31日 renewal=ends');
    await say('接受 M1 agreement=2026年11月20日');
    const ready = await say('预配 M1.1 offer="Microsoft 365 Business Premium"');
    expect(ready).toContain('必须重新分配许可证');
    expect(ready).toContain('许可证分配');
  });
});
