package dev.laurel.system;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Configuration;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;

/** What every template can name besides its model: {@code assets} and {@code times}. */
@Configuration(proxyBeanMethods = false)
class TemplateConfiguration {

    @Autowired
    void shareWithTemplates(ThymeleafViewResolver templates, Assets assets, Times times) {
        templates.addStaticVariable("assets", assets);
        templates.addStaticVariable("times", times);
    }
}
